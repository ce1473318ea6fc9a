#![no_main]
baocao_fuzz::target!("roster");

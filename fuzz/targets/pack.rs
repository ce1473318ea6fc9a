#![no_main]
baocao_fuzz::target!("pack");

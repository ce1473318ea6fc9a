#![no_main]
baocao_fuzz::target!("front_matter");

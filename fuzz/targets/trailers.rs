#![no_main]
baocao_fuzz::target!("trailers");

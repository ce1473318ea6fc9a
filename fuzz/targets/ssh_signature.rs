#![no_main]
baocao_fuzz::target!("ssh_signature");

//! `serve`: the page on this machine, built quickly.

use std::net::{Ipv4Addr, SocketAddrV4, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use crate::tools::Tools;
use crate::trees::{self, Offer};
use crate::{Result, offline, public, run};

const HELP: &str = "\
Builds the page with the quick `serve` profile and serves it; rebuilds when a source changes.

Usage: cargo xtask serve [--port N] [--public-url URL] [--tree DIR]... [--bundle FILE]...

Options:
  --port N       The port on 127.0.0.1 [default: 8080]
";

/// Runs `cargo xtask serve`.
pub(crate) fn command(mut arguments: lexopt::Parser) -> Result<bool> {
    use lexopt::prelude::*;

    let mut port = 8080_u16;
    let (mut public_url, mut offers) = (None, Vec::new());
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => port = arguments.value()?.parse()?,
            Long("public-url") => public_url = Some(public::address(&arguments.value()?.string()?)?),
            Long("tree") => offers.push(Offer::Tree(arguments.value()?.into())),
            Long("bundle") => offers.push(Offer::Bundle(arguments.value()?.into())),
            Long("help") | Short('h') => {
                print!("{HELP}{}{}", public::OPTION, trees::OPTIONS);
                return Ok(true);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let start = Instant::now();
    let address = SocketAddrV4::new(Ipv4Addr::LOCALHOST, port);
    // Better now than after minutes of building.
    drop(TcpListener::bind(address).map_err(|error| {
        format!("cannot listen on {address}: {error}; choose another port with --port N")
    })?);

    let tools = Tools::ensure()?;
    eprintln!("==> building the page (about 3 minutes the first time, seconds after)");
    let mut trunk = tools.trunk(None)?;
    public::tell(&mut trunk, public_url.as_deref());
    trees::offer(&mut trunk, &offers)?;
    trunk.env_remove(offline::VARIABLE);
    let mut trunk = trunk
        .args(["serve", "--offline", "--cargo-profile", "serve"])
        .args(["--dist", "target/site-serve"])
        .args(["--port", &port.to_string()])
        .spawn()?;
    // trunk listens when the first build is there.
    loop {
        if let Some(status) = trunk.try_wait()? {
            return Err(format!("trunk ended: {status}").into());
        }
        if TcpStream::connect(address).is_ok() {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    eprintln!(
        "==> http://{address}/ is there, {} after the start. Ctrl+C ends it.",
        run::seconds(start.elapsed())
    );
    Ok(trunk.wait()?.success())
}

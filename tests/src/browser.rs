//! A real headless Chromium in front of the built site.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::{Command as WireCommand, ExtensionCommand};
use thirtyfour::{
    ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver, WebElement,
};

use crate::static_site::StaticSite;
use crate::{Result, role};

/// Names the folder of the built site; the tests of the page skip without it.
pub const SITE_VARIABLE: &str = "KCONFIG_E2E_SITE";

/// Names a folder for screenshots; none are taken without it.
pub const SCREENSHOTS_VARIABLE: &str = "KCONFIG_SCREENSHOTS";

/// What Chromium needs to run as root, in a container, quietly.
const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // A wheel that is turned has turned: no test waits for it to roll out.
    "--disable-smooth-scrolling",
    // Another window may speak to the debugger.
    "--remote-allow-origins=*",
    "--window-size=1280,900",
];

/// A page of the built site in a browser of its own.
///
/// Server, driver and browser end when it is dropped.
#[derive(Debug)]
pub struct Page {
    /// The session with the browser.
    pub driver: WebDriver,
    /// The server of the site.
    pub site: StaticSite,
    _chromedriver: Chromedriver,
}

impl Page {
    /// Opens the site, served below `/`; none when there is no built site.
    ///
    /// `fragment` is empty or starts with `#`.
    pub async fn open(fragment: &str) -> Result<Option<Self>> {
        Self::open_below("/", fragment).await
    }

    /// Opens the site, served below `prefix`, such as `/some/folder/`.
    pub async fn open_below(prefix: &str, fragment: &str) -> Result<Option<Self>> {
        let Some(folder) = built_site() else {
            return Ok(None);
        };
        Self::open_site(&folder, prefix, fragment).await.map(Some)
    }

    /// Opens a site of a folder's, served below `prefix`.
    pub async fn open_site(folder: &Path, prefix: &str, fragment: &str) -> Result<Self> {
        let page = Self::beside(StaticSite::serve(folder, prefix)?).await?;
        page.driver.goto(format!("{}{fragment}", page.site.url())).await?;
        Ok(page)
    }

    /// Starts a browser for a site that is served, without opening it.
    pub async fn beside(site: StaticSite) -> Result<Self> {
        let mut chromedriver = Chromedriver::start()?;
        let mut capabilities = DesiredCapabilities::chrome();
        for flag in FLAGS {
            capabilities.add_arg(flag)?;
        }
        capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        let driver = WebDriver::new(chromedriver.url(), capabilities).await?;
        // Its own way of ending a session on drop waits two minutes here.
        driver.clone().leak()?;
        chromedriver.session = Some(driver.session_id().to_string());
        Ok(Self { driver, site, _chromedriver: chromedriver })
    }

    /// Gives the browser a command of its own protocol; returns what it answers.
    pub async fn devtools(&self, command: &'static str, parameters: Value) -> Result<Value> {
        let command = DevTools(command, parameters);
        let answer = self.driver.cmd(WireCommand::ExtensionCommand(Box::new(command))).await?;
        Ok(answer.value()?)
    }

    /// Goes one entry back in the browser's history.
    pub async fn back(&self) -> Result<()> {
        address_is_written().await;
        Ok(self.driver.back().await?)
    }

    /// Goes one entry further in the browser's history.
    pub async fn forward(&self) -> Result<()> {
        address_is_written().await;
        Ok(self.driver.forward().await?)
    }

    /// Loads the page again.
    pub async fn reload(&self) -> Result<()> {
        address_is_written().await;
        Ok(self.driver.refresh().await?)
    }

    /// Returns the element of this role and accessible name; waits for it.
    pub async fn by_role(&self, role: &str, name: &str) -> Result<WebElement> {
        role::by_role(&self.driver, role, name).await
    }

    /// As [`Page::by_role`], but only below an element.
    pub async fn by_role_in(&self, root: &WebElement, role: &str, name: &str) -> Result<WebElement> {
        role::by_role_in(&self.driver, root, role, name).await
    }

    /// Waits until the page's one status says this.
    pub async fn status(&self, wanted: &str) -> Result<()> {
        let said = self.said(Duration::from_secs(10), |said| said == wanted).await?;
        said.map(drop).map_err(|said| format!("the status says {said:?}, not {wanted:?}").into())
    }

    /// Waits until the status starts with these words; returns what it says.
    pub async fn status_starts(&self, wanted: &str, patience: Duration) -> Result<String> {
        let said = self.said(patience, |said| said.starts_with(wanted)).await?;
        said.map_err(|said| format!("the status says {said:?}, not {wanted:?}").into())
    }

    /// What the status says once it is as wanted; else what it says at the end.
    async fn said(
        &self,
        patience: Duration,
        is_it: impl Fn(&str) -> bool,
    ) -> Result<std::result::Result<String, String>> {
        let start = Instant::now();
        loop {
            let status = role::by_role_only(&self.driver, "status").await?;
            let said = status.text().await.unwrap_or_default();
            if is_it(&said) {
                return Ok(Ok(said));
            }
            if start.elapsed() > patience {
                return Ok(Err(said));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Returns what the browser complained of since the last call: script
    /// errors, violations of the Content-Security-Policy, failed requests.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let log = self.driver.browser_log().await?;
        Ok(log
            .into_iter()
            .filter(|entry| entry.level == "SEVERE" || entry.level == "WARNING")
            .map(|entry| format!("{}: {}", entry.level, entry.message))
            .collect())
    }

    /// Lets the page do what a browser asks its user about, such as
    /// `clipboard-read`.
    pub async fn grant(&self, permission: &'static str) -> Result<()> {
        self.driver.cmd(WireCommand::ExtensionCommand(Box::new(Grant(permission)))).await?;
        Ok(())
    }

    /// Gives the page a window of this size, in CSS pixels; a real one cannot be
    /// as narrow as a phone.
    pub async fn viewport(&self, width: u32, height: u32) -> Result<()> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        let resize = DevTools("Emulation.setDeviceMetricsOverride", size);
        self.driver.cmd(WireCommand::ExtensionCommand(Box::new(resize))).await?;
        Ok(())
    }

    /// Drops a file or folder of this machine on the middle of the page.
    pub async fn drop_file(&self, file: &Path) -> Result<()> {
        for kind in ["dragEnter", "dragOver", "drop"] {
            let data = json!({ "items": [], "files": [file.to_string_lossy()], "dragOperationsMask": 1 });
            let event = json!({ "type": kind, "x": 400, "y": 300, "data": data });
            self.devtools("Input.dispatchDragEvent", event).await?;
        }
        Ok(())
    }

    /// Turns the mouse's wheel above a place, by as many pixels.
    pub async fn wheel(&self, x: i64, y: i64, pixels: i64) -> Result<()> {
        let event = json!({ "type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": pixels });
        self.devtools("Input.dispatchMouseEvent", event).await?;
        Ok(())
    }

    /// Presses a key that writes a letter, wherever the focus is, for as long as a
    /// finger does.
    ///
    /// Unlike the driver's own way it asks nothing of the page before and after,
    /// which would be measured with what the key does.
    pub async fn write_letter(&self, letter: char) -> Result<()> {
        let text = letter.to_string();
        let down = json!({ "type": "keyDown", "key": text, "text": text });
        for event in [down, json!({ "type": "keyUp", "key": text })] {
            self.devtools("Input.dispatchKeyEvent", event).await?;
            tokio::time::sleep(Duration::from_millis(75)).await;
        }
        Ok(())
    }

    /// Has what the page saves put into a folder.
    pub async fn save_to(&self, folder: &Path) -> Result<()> {
        let to = json!({ "behavior": "allow", "downloadPath": folder.to_string_lossy() });
        self.devtools("Browser.setDownloadBehavior", to).await?;
        Ok(())
    }

    /// Returns the accessible description of the first element of this role and
    /// name: what a screen reader says after the name.
    pub async fn description(&self, role: &str, name: &str) -> Result<String> {
        // Asked for by the browser's own protocol: WebDriver has no word for it.
        let answer = self.devtools("Accessibility.getFullAXTree", json!({})).await?;
        let nodes = answer["nodes"].as_array().ok_or("the browser has no tree of roles")?;
        let node = nodes.iter().find(|node| node["role"]["value"] == role && node["name"]["value"] == name);
        let node = node.ok_or_else(|| format!("no {role} {name:?}"))?;
        Ok(node["description"]["value"].as_str().unwrap_or_default().to_owned())
    }

    /// Returns where the browser's debugger listens, as `host:port`.
    pub async fn debugger(&self) -> Result<String> {
        let capabilities = self.driver.capabilities();
        let address =
            capabilities.get("goog:chromeOptions").and_then(|options| options.get("debuggerAddress"));
        let address = address.and_then(Value::as_str).ok_or("the browser has no debugger")?;
        Ok(address.to_owned())
    }

    /// Saves a picture of the window as `NAME.png`, if a folder is named.
    pub async fn screenshot(&self, name: &str) -> Result<()> {
        if let Some(folder) = std::env::var_os(SCREENSHOTS_VARIABLE) {
            std::fs::create_dir_all(&folder)?;
            let file = Path::new(&folder).join(format!("{name}.png"));
            self.driver.screenshot(&file).await?;
        }
        Ok(())
    }
}

/// WebDriver's "set permission".
#[derive(Debug)]
struct Grant(&'static str);

impl ExtensionCommand for Grant {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({ "descriptor": { "name": self.0 }, "state": "granted" }))
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/permissions".into()
    }
}

/// A command of Chromium's own protocol, with its parameters.
#[derive(Debug)]
struct DevTools(&'static str, Value);

impl ExtensionCommand for DevTools {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({ "cmd": self.0, "params": self.1 }))
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/goog/cdp/execute".into()
    }
}

/// The page writes its address a moment after a state is shown: a person who
/// reads the state before going on leaves it that moment.
async fn address_is_written() {
    tokio::time::sleep(Duration::from_millis(300)).await;
}

/// Returns the built site's folder, or says that the test is skipped.
pub fn built_site() -> Option<PathBuf> {
    let folder = std::env::var_os(SITE_VARIABLE).map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: {SITE_VARIABLE} does not name a built site (`cargo xtask test` does)");
    }
    folder
}

/// A chromedriver process of our own.
#[derive(Debug)]
struct Chromedriver {
    process: Child,
    port: u16,
    /// The session whose browser has to be closed.
    session: Option<String>,
}

impl Chromedriver {
    /// Starts `$CHROMEDRIVER`, or chromedriver from the PATH, on a free port.
    ///
    /// It takes the same port of IPv4 and IPv6, and ends where another has the
    /// second one: then another try finds another port.
    fn start() -> Result<Self> {
        for _ in 0..10 {
            if let Some(driver) = Self::try_start()? {
                return Ok(driver);
            }
        }
        Err("chromedriver found no free port".into())
    }

    fn try_start() -> Result<Option<Self>> {
        let program = std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut process =
            Command::new(program).arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let stdout = process.stdout.take().ok_or("chromedriver has no output")?;
        let mut driver = Self { process, port: 0, session: None };
        let mut lines = BufReader::new(stdout).lines();
        for line in lines.by_ref() {
            // "ChromeDriver was started successfully on port 33445."
            if let Some((_, port)) = line?.split_once("started successfully on port ") {
                driver.port = port.trim_end_matches('.').parse()?;
                break;
            }
        }
        if driver.port == 0 {
            return Ok(None);
        }
        // Keeps the pipe from filling up.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Some(driver))
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Ends a session, and with it its browser.
    fn end(&self, session: &str) -> std::io::Result<()> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        write!(
            stream,
            "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n",
            self.port
        )?;
        // It answers when the browser is gone.
        stream.read_exact(&mut [0; 1])?;
        Ok(())
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        // Any of these may have ended by itself, and then there is nothing to do.
        if let Some(session) = &self.session {
            drop(self.end(session));
        }
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

//! Finding elements as a screen reader does: by role and accessible name.
//!
//! The browser computes both, and its answer is the one that counts. A script
//! in the page only proposes the elements worth asking about.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::{ElementId, WebDriver, WebElement};

use crate::Result;

/// How long an element may take to appear.
const PATIENCE: Duration = Duration::from_secs(10);

/// Proposes elements that may have a role, the likelier names first.
///
/// Arguments: the role, the name (or null), the element to look below (or
/// null). Elements that are not shown have no place in the accessibility tree.
const PROPOSE: &str = r#"
const [role, name, root] = arguments;
const native = {
  button: 'button, summary, input[type=button], input[type=submit], input[type=reset], input[type=file]',
  checkbox: 'input[type=checkbox]',
  combobox: 'select, input[list]',
  link: 'a[href], area[href]',
  list: 'ul, ol, menu',
  listitem: 'li',
  main: 'main',
  banner: 'header',
  contentinfo: 'footer',
  navigation: 'nav',
  complementary: 'aside',
  region: 'section',
  form: 'form',
  heading: 'h1, h2, h3, h4, h5, h6',
  listbox: 'select',
  option: 'option',
  radio: 'input[type=radio]',
  searchbox: 'input[type=search]',
  textbox: 'textarea, input:not([type]), input[type=text], input[type=email], input[type=url]',
  spinbutton: 'input[type=number]',
  slider: 'input[type=range]',
  group: 'fieldset, details, optgroup',
  dialog: 'dialog',
  table: 'table',
  row: 'tr',
  cell: 'td',
  columnheader: 'th',
  rowheader: 'th',
  rowgroup: 'thead, tbody, tfoot',
  img: 'img, svg',
  image: 'img, svg',
  status: 'output',
  paragraph: 'p',
  progressbar: 'progress',
  article: 'article',
  separator: 'hr',
};
const selector = [`[role~="${role}"]`, native[role]].filter(Boolean).join(', ');
const found = [...(root ?? document).querySelectorAll(selector)]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) || element.tagName === 'OPTION');
if (name === null) return found;
const text = (element) => {
  const labelled = element.getAttribute('aria-labelledby');
  return [
    labelled && labelled.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join(' '),
    element.getAttribute('aria-label'),
    ...[...(element.labels ?? [])].map((label) => label.textContent),
    element.querySelector(':scope > caption, :scope > legend, :scope > title')?.textContent,
    element.getAttribute('alt'),
    element.getAttribute('title'),
    element.value,
    element.textContent,
  ].map((part) => String(part ?? '').replace(/\s+/g, ' ').trim());
};
const exact = [], other = [];
for (const element of found) (text(element).includes(name) ? exact : other).push(element);
return exact.concat(other);
"#;

/// Returns the first element of this role and exactly this accessible name.
///
/// Waits until there is one, at most ten seconds.
pub async fn by_role(driver: &WebDriver, role: &str, name: &str) -> Result<WebElement> {
    find(driver, None, role, Some(name)).await
}

/// As [`by_role`], but only below an element.
pub async fn by_role_in(driver: &WebDriver, root: &WebElement, role: &str, name: &str) -> Result<WebElement> {
    find(driver, Some(root), role, Some(name)).await
}

/// As [`by_role`], whatever the name.
pub async fn by_role_only(driver: &WebDriver, role: &str) -> Result<WebElement> {
    find(driver, None, role, None).await
}

/// Returns all elements of this role that are shown now, in document order.
pub async fn all_by_role(
    driver: &WebDriver,
    root: Option<&WebElement>,
    role: &str,
) -> Result<Vec<WebElement>> {
    let mut all = Vec::new();
    for element in proposed(driver, root, role, None).await? {
        if computed_role(driver, &element).await? == role {
            all.push(element);
        }
    }
    Ok(all)
}

/// Returns the accessible name that the browser computes.
pub async fn computed_label(driver: &WebDriver, element: &WebElement) -> Result<String> {
    computed(driver, element, "computedlabel").await
}

/// Returns the role that the browser computes.
pub async fn computed_role(driver: &WebDriver, element: &WebElement) -> Result<String> {
    computed(driver, element, "computedrole").await
}

async fn find(
    driver: &WebDriver,
    root: Option<&WebElement>,
    role: &str,
    name: Option<&str>,
) -> Result<WebElement> {
    let start = Instant::now();
    loop {
        // While a page draws itself anew, elements go away under our hands.
        let error = match look(driver, root, role, name).await {
            Ok(Some(element)) => return Ok(element),
            Ok(None) => None,
            Err(error) => Some(error),
        };
        if start.elapsed() > PATIENCE {
            let named = name.map(|name| format!(" \"{name}\"")).unwrap_or_default();
            let there = names(driver, root, role).await.unwrap_or_default();
            return Err(format!("no {role}{named}; there are {there:?}; {error:?}").into());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn look(
    driver: &WebDriver,
    root: Option<&WebElement>,
    role: &str,
    name: Option<&str>,
) -> Result<Option<WebElement>> {
    for element in proposed(driver, root, role, name).await? {
        if computed_role(driver, &element).await? != role {
            continue;
        }
        match name {
            Some(name) if computed_label(driver, &element).await? != name => {}
            _ => return Ok(Some(element)),
        }
    }
    Ok(None)
}

async fn names(driver: &WebDriver, root: Option<&WebElement>, role: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for element in all_by_role(driver, root, role).await? {
        names.push(computed_label(driver, &element).await?);
    }
    Ok(names)
}

async fn proposed(
    driver: &WebDriver,
    root: Option<&WebElement>,
    role: &str,
    name: Option<&str>,
) -> Result<Vec<WebElement>> {
    let root = root.map(WebElement::to_json).transpose()?;
    let arguments = vec![json!(role), json!(name), root.unwrap_or(Value::Null)];
    Ok(driver.execute(PROPOSE, arguments).await?.elements()?)
}

async fn computed(driver: &WebDriver, element: &WebElement, what: &'static str) -> Result<String> {
    let question = Computed { element: element.element_id(), what };
    let answer = driver.cmd(Command::ExtensionCommand(Box::new(question))).await?;
    Ok(answer.value()?)
}

/// WebDriver's "get computed role" and "get computed label".
#[derive(Debug)]
struct Computed {
    element: ElementId,
    what: &'static str,
}

impl ExtensionCommand for Computed {
    fn parameters_json(&self) -> Option<Value> {
        None
    }

    fn method(&self) -> Method {
        Method::GET
    }

    fn endpoint(&self) -> Arc<str> {
        format!("/element/{}/{}", self.element, self.what).into()
    }
}

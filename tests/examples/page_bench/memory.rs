//! How much memory the page and its worker have, as the browser's own protocol
//! says.
//!
//! WebDriver only speaks to the page, not to its worker. Another window of the
//! same browser, which has no policy, speaks to the browser's debugger instead.

use kconfig_tests::Result;
use kconfig_tests::browser::Page;

/// Attaches to the page and its workers, and asks each for its JavaScript heap
/// and for the size of all `WebAssembly.Memory` that is reachable after a
/// collection of garbage.
const ASK: &str = r#"
const [url, done] = arguments;
const socket = new WebSocket(url);
const waiting = new Map();
const sessions = [undefined];
let last = 0;
const send = (method, params, sessionId) => new Promise((resolve, reject) => {
    const id = ++last;
    waiting.set(id, [resolve, reject]);
    socket.send(JSON.stringify({ id, method, params, sessionId }));
});
socket.onerror = () => done({ error: 'the debugger refuses ' + url });
socket.onmessage = event => {
    const message = JSON.parse(event.data);
    if (message.method === 'Target.attachedToTarget' && message.params.targetInfo.type === 'worker')
        sessions.push(message.params.sessionId);
    const [resolve, reject] = waiting.get(message.id) ?? [];
    if (resolve) message.error ? reject(message.error) : resolve(message.result);
};
socket.onopen = async () => {
    try {
        await send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
        await new Promise(resolve => setTimeout(resolve, 500));
        const found = [];
        for (const session of sessions) {
            const memory = await send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' }, session);
            const { objects } = await send('Runtime.queryObjects',
                { prototypeObjectId: memory.result.objectId }, session);
            const sum = await send('Runtime.callFunctionOn', { objectId: objects.objectId, returnByValue: true,
                functionDeclaration: 'function () { return this.reduce((sum, one) => sum + one.buffer.byteLength, 0) }',
            }, session);
            const heap = await send('Runtime.getHeapUsage', {}, session);
            found.push([sum.result.value, heap.totalSize]);
        }
        done({ found });
    } catch (error) {
        done({ error: JSON.stringify(error) });
    } finally {
        socket.close();
    }
};
"#;

/// Bytes of the page, then of its workers: WebAssembly and JavaScript.
pub(crate) type Memory = Vec<(f64, f64)>;

/// Asks how much memory there is.
pub(crate) async fn memory(page: &Page) -> Result<Memory> {
    let address = page.debugger().await?;
    let target = page.driver.window().await?;
    // The protocol's names of pages are WebDriver's.
    let url = format!("ws://{address}/devtools/page/{target}");
    let other = page.driver.new_tab().await?;
    page.driver.switch_to_window(other).await?;
    let answer = page.driver.execute_async(ASK, vec![url.into()]).await?;
    let answer: serde_json::Value = answer.convert()?;
    page.driver.close_window().await?;
    page.driver.switch_to_window(target).await?;
    match answer.get("found") {
        Some(found) => Ok(serde_json::from_value(found.clone())?),
        None => Err(format!("the browser does not say how much memory it has: {answer}").into()),
    }
}

/// Writes a table in Markdown.
pub(crate) fn print(memory: &Memory) {
    const MB: f64 = 1e6;
    println!("\n| memory with all arches | WebAssembly.Memory | JavaScript heap |\n|---|---|---|");
    for (place, (wasm, heap)) in memory.iter().enumerate() {
        let name = if place == 0 { "page" } else { "worker" };
        println!("| {name} | {:.1} MB | {:.1} MB |", wasm / MB, heap / MB);
    }
    let sum: f64 = memory.iter().map(|(wasm, heap)| wasm + heap).sum();
    println!("\n{:.1} MB in all", sum / MB);
}

// What the drawing canvas lacks. Streamlit runs the default function again whenever `data` changes.
let taught = null; // undoes what was set up once
let drawing = false; // a stroke is being drawn on the canvas
let untold = false; // a stroke may be on its way to the server
let awaited = null; // what the server is to say before a link is followed: { word, follow }

// The canvas' own toolbar is invisible until hovered, yet takes the strokes that begin in its corner.
const WITHOUT_TOOLBAR =
  ".dc-toolbar{display:none!important} .dc-canvas{outline:none!important}" +
  ".dc-scroll{border-radius:12px;position:relative} .dc-scroll::after{content:'';position:absolute;inset:0;" +
  "z-index:29;border-radius:12px;box-shadow:inset 0 0 0 1px rgba(128,128,128,.45);pointer-events:none}";
const LINKS = "[data-testid='stTopNavLink'], [data-testid='stSidebarNavLink']";
const LONGEST_WAIT = 2000;

const roots = () => [...document.querySelectorAll(".st-key-canvas *")].map((e) => e.shadowRoot).filter(Boolean);

function hideToolbar() {
  for (const root of roots()) {
    if (root.querySelector(".dc-toolbar") && !root.querySelector("style.no-toolbar")) {
      const style = document.createElement("style");
      style.className = "no-toolbar";
      style.textContent = WITHOUT_TOOLBAR;
      root.appendChild(style);
    }
  }
}

function begin(event) {
  drawing = Boolean(event.target.closest?.(".st-key-canvas"));
}

// The canvas waits for 200 ms before it tells of a stroke, and forgets it where a tool is pressed or the page left
// meanwhile: its first button sends it at once. The canvas hears of the pen's end on the document, so just before this
// on the window: nothing comes between the two, such as what the server says, which would replace the stroke.
function end() {
  if (!drawing) return;
  drawing = false;
  untold = true;
  roots().forEach((root) => root.querySelector(".dc-toolbar button")?.click());
}

// Streamlit takes none of a page's state to the next one, and a stroke that the server has not heard when it is asked
// for the next page is lost. So a link waits until the server has answered what was said after the stroke.
function leave(event, say) {
  const link = event.target.closest?.(LINKS);
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
  if (!link || elsewhere || !untold) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const word = `leaving at ${performance.now()}`;
  const follow = () => {
    if (awaited?.word !== word) return;
    [awaited, untold] = [null, false];
    link.click();
  };
  awaited = { word, follow };
  setTimeout(follow, LONGEST_WAIT);
  say(word);
}

function teach(say) {
  const watcher = new MutationObserver(hideToolbar);
  watcher.observe(document.body, { childList: true, subtree: true });
  const timer = setInterval(hideToolbar, 250);
  const heard = [
    [document, "mousedown", begin, true],
    [document, "touchstart", begin, true],
    [window, "mouseup", end, false],
    [window, "touchend", end, false],
    [document, "click", (event) => leave(event, say), true],
  ];
  heard.forEach(([where, name, hear, first]) => where.addEventListener(name, hear, first));
  return () => {
    watcher.disconnect();
    clearInterval(timer);
    heard.forEach(([where, name, hear, first]) => where.removeEventListener(name, hear, first));
  };
}

export default function ({ data, setStateValue }) {
  hideToolbar();
  taught ??= teach((word) => setStateValue("leaving", word));
  if (data === awaited?.word) awaited?.follow();
  return () => {
    taught?.();
    [taught, awaited, untold] = [null, null, false];
  };
}

// What checks.py measures in the page: an object of functions.
({
  /** Texts whose contrast is below *least* : 1. Words that are not to be read by the eye are left out. */
  faint(least) {
    const parse = (color) => {
      const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
      return { r, g, b, a };
    };
    const over = (top, below) => Object.fromEntries(["r", "g", "b"].map((each) => [each, top[each] * top.a + below[each] * (1 - top.a)]));
    const ground = (element) => {
      const layers = [];
      for (let each = element; each; each = each.parentElement) layers.push(parse(getComputedStyle(each).backgroundColor));
      return layers.reverse().reduce((below, top) => over(top, below), { r: 255, g: 255, b: 255 });
    };
    const channel = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    const light = ({ r, g, b }) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const words = walker.currentNode.data.trim(), element = walker.currentNode.parentElement;
      if (!words || !element.checkVisibility({ visibilityProperty: true })) continue;
      if (element.closest(".unseen, .spoiler:not(.open)")) continue;
      const below = ground(element), ink = over(parse(getComputedStyle(element).color), below);
      const [dark, bright] = [light(ink), light(below)].sort((a, b) => a - b);
      const ratio = (bright + 0.05) / (dark + 0.05);
      if (ratio < least) found.push(`${words.slice(0, 30)}: ${ratio.toFixed(2)}`);
    }
    return found;
  },

  /** What reaches beyond the right edge of the screen, and whether the page scrolls sideways. */
  tooWide() {
    const beyond = [...document.querySelectorAll("body *")].filter((each) => each.checkVisibility() && !each.closest(".unseen")
      && each.getBoundingClientRect().right > innerWidth + 0.5);
    const scrolls = document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [];
    return [...beyond.map((each) => each.tagName + "." + each.className), ...scrolls];
  },

  /** Controls with a side shorter than *least*; those within a text are as high as it is. */
  tooSmall(least) {
    return [...document.querySelectorAll("button, select, textarea, summary")]
      .filter((each) => each.checkVisibility() && !each.closest(".text"))
      .filter((each) => Math.min(each.offsetWidth, each.offsetHeight) < least)
      .map((each) => each.outerHTML.slice(0, 80));
  },

  /** Gives every control that can have the focus its place in the order of the page; how many there are. */
  mark() {
    const all = [...document.querySelectorAll("button, a[href], select, textarea, input, summary, audio, video, [tabindex='0']")];
    const reachable = all.filter((each) => each.checkVisibility({ visibilityProperty: true }) && each.tabIndex >= 0);
    reachable.forEach((each, at) => (each.dataset.place = at));
    document.activeElement.blur();
    return reachable.length;
  },

  /** Where the focus is, and whether that is seen; a player draws frames around parts of its own inside. */
  focus() {
    const focused = document.activeElement, style = getComputedStyle(focused);
    const framed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const place = focused.dataset.place === undefined ? null : Number(focused.dataset.place);
    return { place, framed: framed || focused.matches("audio, video") };
  },
})

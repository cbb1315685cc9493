// Files as a phone shows them: pictures, albums as a grid, sounds and videos that play, documents to save, stickers.

import { make } from "./elements.js";
import { say } from "./words.js";

const MIB = 1024 * 1024;
const where = (file) => "/sent/" + file.file_id;

/** The files of *messages*, which are one message or one album; null when there are none. */
export function drawMedia(messages) {
  const [first] = messages;
  if (!first.media) return null;
  if (messages.length === 1) return drawOne(first, say("demo." + first.media));
  const names = messages.map((each, at) => say("demo.of_album", { what: say("demo." + each.media), n: at + 1, all: messages.length }));
  const grid = messages.every((each) => each.media === "photo" || each.media === "video");
  return make("div", { className: grid ? "album" : "files" }, ...messages.map((each, at) => drawOne(each, names[at])));
}

function drawOne(message, name) {
  const file = message.file;
  switch (message.media) {
    case "photo":
      return drawPicture(file, name);
    case "video":
    case "video_note":
      return drawPlayer("video", message, name);
    case "voice":
    case "audio":
      return drawPlayer("audio", message, name);
    case "sticker":
      return make("div", { className: "sticker", role: "img", "aria-label": name + " " + file.emoji }, file.emoji);
    case "document":
      return drawDocument(file, name);
    default:
      return make("div", { className: "other" }, name);
  }
}

function drawPicture(file, name) {
  const picture = make("img", { src: where(file), alt: name });
  const link = make("a", { className: "picture", href: where(file), target: "_blank", rel: "noopener" }, picture);
  picture.addEventListener("error", () => link.replaceChildren(make("span", { className: "broken" }, say("demo.cannot_show", { what: name }))));
  return link;
}

function drawPlayer(tag, message, name) {
  const file = message.file;
  const title = [name, file.title || file.file_name, lasting(file.duration)].filter(Boolean).join(" · ");
  const player = make(tag, { src: where(file), controls: true, preload: "metadata", "aria-label": title });
  return make("figure", { className: message.media }, player, make("figcaption", {}, title));
}

function drawDocument(file, name) {
  const title = file.file_name || name;
  const size = file.file_size === undefined ? "" : sized(file.file_size);
  return make("a", { className: "document", href: where(file), download: title }, make("strong", {}, title), " " + size);
}

const lasting = (seconds) => (seconds ? Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0") : "");
const sized = (bytes) => (bytes < MIB ? Math.ceil(bytes / 1024) + " KB" : (bytes / MIB).toFixed(1) + " MB");

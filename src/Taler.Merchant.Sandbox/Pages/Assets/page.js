// Waits for the payment or the refund of the order that this page is about, and goes where the buyer wants to be.
"use strict";

(function () {
  const kind = document.currentScript.dataset.poll;
  const url = new URL(location.href);
  url.searchParams.set("timeout_ms", "30000");
  if (kind === "poll-refund") {
    url.searchParams.set("await_refund_obtained", "yes");
  }
  const pressed = new AbortController();

  function isWeb(target) {
    return typeof target === "string" && /^https?:\/\//i.test(target);
  }

  async function ask() {
    const response = await fetch(url, { headers: { Accept: "application/json" }, cache: "no-store", signal: pressed.signal });
    const order = response.headers.get("Content-Type") === "application/json" ? await response.json() : {};
    const done = kind === "poll-refund"
      ? response.status === 200 && !order.refund_pending
      : response.status === 200 || (response.status === 402 && order.already_paid_order_id);
    if (done && isWeb(order.fulfillment_url)) {
      location.replace(order.fulfillment_url);
    } else if (done || response.status === 404) {
      location.reload();
    } else {
      setTimeout(poll, 500);
    }
  }

  function poll() {
    ask().catch(function () {
      if (!pressed.signal.aborted) {
        setTimeout(poll, 5000);
      }
    });
  }

  // A pressed button decides where to go next; a page that the browser kept and shows again starts anew.
  document.addEventListener("submit", function () {
    pressed.abort();
  });
  addEventListener("pageshow", function (event) {
    if (event.persisted) {
      location.reload();
    }
  });

  poll();
})();

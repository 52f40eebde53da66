using Taler.Merchant.Sandbox.Orders;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Pages;

/// <summary>The pages that a buyer sees. They work without JavaScript; with it they notice a payment by themselves.</summary>
internal static class OrderPages
{
    private const int RefreshSeconds = 5;

    /// <param name="order">What is offered.</param>
    /// <param name="payUri">Where a wallet pays it.</param>
    /// <param name="isBought">Whether the wallet of this browser has paid for it already. Another wallet is charged all the same.</param>
    public static Answer Pay(Order order, string payUri, bool isBought)
    {
        var prices = Html.Encode(string.Join(" or ", order.Proposal.Prices.Select(price => price.ToString())));
        var (title, terms, button, elsewhere) = isBought
            ? ("Bought already",
                "<p class=\"bought\">Your wallet bought this already. Nothing will be charged.</p>",
                "Show my purchase",
                $"<p>A wallet that did not buy this pays {prices}.</p>")
            : ("Pay", $"<p class=\"amount\">{prices}</p>", $"Pay {order.Proposal.Prices[0]}", "");
        return ToAnswer(402, title, $"""
            <h1>{Html.Encode(order.Proposal.Summary)}</h1>
            {terms}
            {Button("pay", "taler_pay_uri", payUri, button)}
            <p id="status" role="status">Waiting for the wallet.</p>
            <section aria-labelledby="other">
            <h2 id="other">Another device</h2>
            {elsewhere}
            {QrCode.ToSvg(payUri, "QR code of the pay URI")}
            <p>{Html.Link(payUri, "Open in a Taler wallet")}</p>
            </section>
            """, Polling("poll-payment"));
    }

    public static Answer Refund(Order order, string refundUri, string? goods)
    {
        var pending = order.RefundGranted - order.RefundTaken;
        return ToAnswer(200, "Refund", $"""
            <h1>Your refund is ready</h1>
            <p>{Html.Encode(order.Proposal.Summary)}</p>
            <p class="amount">{Html.Encode(pending.ToString())}</p>
            {Button("refund", "taler_refund_uri", refundUri, "Pick up the refund")}
            <p id="status" role="status">The refund waits for the wallet that paid.</p>
            <section aria-labelledby="other">
            <h2 id="other">Another device</h2>
            {QrCode.ToSvg(refundUri, "QR code of the refund URI")}
            <p>{Html.Link(refundUri, "Open in a Taler wallet")}</p>
            </section>
            {BackLink(goods)}
            """, Polling("poll-refund"));
    }

    /// <summary>A paid order whose goods have no web address.</summary>
    public static Answer Paid(Order order) => ToAnswer(200, "Paid", $"""
        <h1>{(order.IsRefunded ? "Refunded" : "Paid")}</h1>
        <p>{Html.Encode(order.Proposal.Summary)}</p>
        <p>{Html.Encode(order.Proposal.FulfillmentMessage)}</p>
        """);

    public static Answer Expired(Order order, string? goods) => ToAnswer(410, "Offer expired", $"""
        <h1>This offer has expired</h1>
        <p>{Html.Encode(order.Proposal.Summary)} can no longer be paid with this order. Nothing was charged.</p>
        {BackLink(goods)}
        """);

    public static Answer WalletRefused(int status, string? hint, string? goods) => ToAnswer(status, "Not done", $"""
        <h1>The wallet could not do that</h1>
        <p>{Html.Encode(hint)}</p>
        {BackLink(goods)}
        """);

    public static Answer Message(int status, string title, string text) => ToAnswer(status, title, $"""
        <h1>{Html.Encode(title)}</h1>
        <p>{Html.Encode(text)}</p>
        """);

    public static Answer Home() => ToAnswer(200, "Start", $"""
        <h1>Taler sandbox</h1>
        <p>Instance: <code>{Instance.PathBase}/</code></p>
        <ul>
        <li>{Html.Link(Instance.PathBase + "/config", "Configuration")}</li>
        <li>{Html.Link("/sandbox/requests", "Requests so far")}</li>
        <li>{Html.Link("/sandbox/faults", "Faults that wait")}</li>
        </ul>
        """);

    private static string Button(string action, string field, string uri, string label) => $"""
        <form method="post" action="/sandbox/browser/{action}">
        <input type="hidden" name="{field}" value="{Html.Encode(uri)}">
        <button type="submit">{Html.Encode(label)}</button>
        </form>
        """;

    private static string BackLink(string? goods) => goods is null ? "" : $"<p>{Html.Link(goods, "Back to the shop")}</p>";

    private static string Polling(string kind) => $"""
        <noscript><meta http-equiv="refresh" content="{RefreshSeconds}"></noscript>
        <script src="/sandbox/assets/page.js" data-poll="{kind}" defer></script>
        """;

    /// <summary>The shop must see that its visitor comes from here, so the origin stays in the Referer.</summary>
    private static Answer ToAnswer(int status, string title, string main, string head = "") =>
        Answer.Html(status, Html.Page(title, main, head))
            .With("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'")
            .With("Referrer-Policy", "strict-origin-when-cross-origin")
            .With("X-Content-Type-Options", "nosniff");
}

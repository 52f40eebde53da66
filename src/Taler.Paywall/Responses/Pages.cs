using Taler.Merchant;
using Taler.Paywall.Orders;

namespace Taler.Paywall.Responses;

/// <summary>What the pages say.</summary>
internal static class Pages
{
    public static Page Refunded(OrderStatus.Paid order, string buyAgainPath) => new(
        "Your payment was refunded",
        order.RefundPending
            ? [Refunds(order), "Your wallet has yet to pick the money up."]
            : [Refunds(order), "Your wallet has the money back."])
    {
        Links = order.RefundPending ? [new PageLink("Pick up the refund", order.OrderStatusUrl.AbsoluteUri)] : [],
        Button = new PageLink("Buy again", buyAgainPath),
    };

    public static Page CookiesRequired(string self) => new(
        "This page needs a cookie",
        [
            "You come from the payment page, but your browser did not bring the cookie back that ties a payment to it. Nothing was charged by opening this page.",
            "The cookie holds no name and no account. Please allow cookies for this site, then go on. If you have paid already, your wallet remembers it and you will not pay twice.",
        ])
    {
        Links = [new PageLink("Go on", self)],
    };

    public static Page Unavailable(string self) => new(
        "Payments cannot be checked right now",
        ["The payment service does not answer. Nothing was charged, and what you bought stays yours.", "Please try again in a moment."])
    {
        Links = [new PageLink("Try again", self)],
    };

    public static Page Price(Offer offer, string orderPath) => new(
        offer.Resource.Summary,
        [$"This page costs {offer.Resource.Price}.", "You pay with a GNU Taler wallet. You need no account, and nobody learns who you are."])
    {
        Button = new PageLink("Buy", orderPath),
    };

    public static Page OrderLimit(string self) => new(
        "Too many visitors at once",
        ["No order was created and nothing was charged.", "Please try again in a moment."])
    {
        Links = [new PageLink("Try again", self)],
    };

    private static string Refunds(OrderStatus.Paid order) => order.RefundAmount is { IsZero: false } amount
        ? $"{amount} for \"{order.ContractTerms.Summary}\" was given back, so the page is closed again."
        : $"The payment for \"{order.ContractTerms.Summary}\" was given back, so the page is closed again.";
}

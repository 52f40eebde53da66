using Taler.Merchant;
using Taler.Paywall.Orders;

namespace Taler.Paywall.Pages;

/// <summary>What each page says.</summary>
internal static class PageCatalogue
{
    /// <param name="offer">What is for sale.</param>
    /// <param name="orderPath">Where the button creates the order.</param>
    public static PageContent Price(Offer offer, string orderPath) => new(TalerPageKind.Price, PageText.PriceHeading, [PageText.WalletLead])
    {
        Offer = offer.Resource.Describe(offer.FulfillmentUrl),
        Summary = offer.Resource.Summary,
        Button = new PageContentLink(PageText.PriceButton, orderPath),
    };

    public static PageContent Pay(Offer offer, PayParts pay) => new(TalerPageKind.Pay, PageText.PayHeading, [PageText.WalletLead])
    {
        Offer = offer.Resource.Describe(offer.FulfillmentUrl),
        Summary = offer.Resource.Summary,
        Links =
        [
            new PageContentLink(PageText.PayHere, pay.PayUri),
            new PageContentLink(PageText.PayDone, pay.PaidUrl),
            .. pay.TestPageUrl is { } url ? [new PageContentLink(PageText.PayTest, url)] : Array.Empty<PageContentLink>(),
        ],
        Pay = pay,
    };

    public static PageContent Refunded(OrderStatus.Paid order, string buyAgainPath) => new(
        TalerPageKind.Refund,
        PageText.RefundHeading,
        [
            order.RefundAmount is { IsZero: false } ? PageText.RefundLead : PageText.RefundLeadWithoutAmount,
            order.RefundPending ? PageText.RefundPending : PageText.RefundPickedUp,
        ])
    {
        Summary = order.ContractTerms.Summary,
        Amount = order.RefundAmount,
        Links = order.RefundPending ? [new PageContentLink(PageText.RefundLink, order.OrderStatusUrl.AbsoluteUri)] : [],
        Button = new PageContentLink(PageText.BuyAgain, buyAgainPath),
    };

    public static PageContent CookiesRequired(string self) => new(TalerPageKind.Cookies, PageText.CookiesHeading, [PageText.CookiesLead, PageText.CookiesMore])
    {
        Links = [new PageContentLink(PageText.GoOn, self)],
    };

    public static PageContent Unavailable(string self) => new(TalerPageKind.Outage, PageText.OutageHeading, [PageText.OutageLead, PageText.TryAgainSoon])
    {
        Links = [new PageContentLink(PageText.TryAgain, self)],
    };

    public static PageContent OrderLimit(string self) => new(TalerPageKind.Limit, PageText.LimitHeading, [PageText.LimitLead, PageText.TryAgainSoon])
    {
        Links = [new PageContentLink(PageText.TryAgain, self)],
    };
}

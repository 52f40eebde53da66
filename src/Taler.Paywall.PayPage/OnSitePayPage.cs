using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Taler.Merchant;
using Taler.Paywall.Orders;
using Taler.Paywall.Pages;
using Taler.Paywall.Responses;

namespace Taler.Paywall.PayPage;

/// <summary>Shows an order where the visitor already is: the way to his wallet, and a script that watches the payment.</summary>
internal sealed class OnSitePayPage : IPayPage
{
    /// <summary>For browsers without JavaScript: time to read the page, and to pay before it is asked for once more.</summary>
    private const int RefreshSeconds = 15;

    private static readonly Markup Script = Markup.Code(ReadScript());

    public Task ShowAsync(HttpContext context, Offer offer, OrderStatus.Unpaid order)
    {
        var payUri = order.TalerPayUri.Value;
        var parts = new PayParts(
            payUri,
            new HtmlString(QrCode.ToSvg(payUri)),
            Script,
            PageActions.Path(context.Request, PageAction.Wait),
            PageActions.Path(context.Request, PageAction.Paid),
            TestPage(order),
            RefreshSeconds);

        // A wallet in the browser offers to pay when it sees this.
        context.Response.Headers["Taler"] = payUri;
        return OwnResponse.PageAsync(context, StatusCodes.Status402PaymentRequired, PageCatalogue.Pay(offer, parts));
    }

    /// <summary>Real backends are reached by https. One that is not is a sandbox, whose own page plays the wallet.</summary>
    private static string? TestPage(OrderStatus.Unpaid order) => order.OrderStatusUrl.Scheme == Uri.UriSchemeHttp ? order.OrderStatusUrl.AbsoluteUri : null;

    private static string ReadScript()
    {
        using var stream = typeof(OnSitePayPage).Assembly.GetManifestResourceStream("pay-page.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Taler.Merchant.Sandbox.Orders;
using Taler.Merchant.Sandbox.Pages;
using Taler.Merchant.Sandbox.Wallets;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Endpoints;

/// <summary>The buttons of the pages, behind which the browser has a wallet here. And the files of the pages.</summary>
internal sealed class BrowserEndpoints(WalletShelf wallets, OrderBook book)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/", _ => OrderPages.Home());
        routes.Get("/favicon.ico", _ => Answer.Empty(StatusCodes.Status204NoContent));
        routes.Get("/sandbox/assets/page.css", _ => Assets.Style);
        routes.Get("/sandbox/assets/page.js", _ => Assets.Script);
        routes.On(HttpMethods.Post, WalletCookie.Buttons + "pay", context => OnPageAsync(context, PayAsync));
        routes.On(HttpMethods.Post, WalletCookie.Buttons + "refund", context => OnPageAsync(context, RefundAsync));
    }

    private async Task<Answer> PayAsync(HttpContext context)
    {
        var uri = await ReadFieldAsync(context.Request, "taler_pay_uri");
        var result = await wallets.PayAsync(WalletCookie.GetOrGive(context), uri, context.Request);
        return ToAnswer(result, TalerPayUri.Parse(uri).OrderId);
    }

    private async Task<Answer> RefundAsync(HttpContext context)
    {
        var uri = await ReadFieldAsync(context.Request, "taler_refund_uri");
        var result = await wallets.RefundAsync(WalletCookie.GetOrGive(context), uri, context.Request);
        return ToAnswer(result, result.OrderId);
    }

    /// <summary>Goes on to the goods, or says on a page why not.</summary>
    private Answer ToAnswer(WalletResult result, OrderId asked)
    {
        if (!result.IsDone)
            return OrderPages.WalletRefused(result.Status, result.Error?.Text("hint"), GoodsOf(asked));
        return GoodsOf(result.OrderId) is { } goods
            ? Answer.Redirect(StatusCodes.Status303SeeOther, goods)
            : book.Find(result.OrderId) is { } order ? OrderPages.Paid(order) : OrderPages.Home();
    }

    private string? GoodsOf(OrderId orderId) =>
        book.Find(orderId)?.Proposal.FulfillmentUrl is { } url && WebLinks.IsWeb(url) ? url : null;

    /// <summary>People press these buttons, so a refusal is a page too.</summary>
    private static async Task<Answer> OnPageAsync(HttpContext context, Func<HttpContext, Task<Answer>> press)
    {
        try
        {
            return await press(context);
        }
        catch (RefusedException refused)
        {
            return OrderPages.WalletRefused(refused.Refusal.Status, refused.Refusal.Hint, goods: null);
        }
    }

    /// <summary>A page of another site must not press our buttons, as little as it could confirm a payment in a real wallet.</summary>
    private static async Task<string> ReadFieldAsync(HttpRequest request, string name)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site != "same-origin" && site != "none")
            throw new RefusedException(new Refusal(StatusCodes.Status403Forbidden, 0, "Only the pages of the sandbox have buttons."));
        if (!request.HasFormContentType)
            throw new RefusedException(Refusal.ParameterMissing, name);
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        return form[name].ToString();
    }
}

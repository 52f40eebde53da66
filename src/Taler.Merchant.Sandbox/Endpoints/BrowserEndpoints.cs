using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Taler.Merchant.Sandbox.Orders;
using Taler.Merchant.Sandbox.Pages;
using Taler.Merchant.Sandbox.Wallets;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Endpoints;

/// <summary>The buttons of the pages: the browser has a wallet here, whose name is in a cookie. And the files of the pages.</summary>
internal sealed class BrowserEndpoints(WalletShelf wallets, OrderBook book)
{
    private const string WalletCookie = "taler_sandbox_wallet";
    private const int NameBytes = 16;

    /// <summary>Browsers do not tell ports apart, so the path keeps the cookie from a shop on the same host.</summary>
    private const string Buttons = "/sandbox/browser/";

    private static readonly TimeSpan CookieLife = TimeSpan.FromDays(365);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/", _ => OrderPages.Home());
        routes.Get("/sandbox/assets/page.css", _ => Assets.Style);
        routes.Get("/sandbox/assets/page.js", _ => Assets.Script);
        routes.On(HttpMethods.Post, Buttons + "pay", PayAsync);
        routes.On(HttpMethods.Post, Buttons + "refund", RefundAsync);
    }

    private async Task<Answer> PayAsync(HttpContext context)
    {
        var uri = await ReadFieldAsync(context.Request, "taler_pay_uri");
        var result = await wallets.PayAsync(WalletOf(context), uri, context.Request);
        return result.IsDone ? GoOn(result.OrderId) : OrderPages.WalletRefused(result, GoodsOf(TalerPayUri.Parse(uri).OrderId));
    }

    private async Task<Answer> RefundAsync(HttpContext context)
    {
        var uri = await ReadFieldAsync(context.Request, "taler_refund_uri");
        var result = await wallets.RefundAsync(WalletOf(context), uri, context.Request);
        return result.IsDone ? GoOn(result.OrderId) : OrderPages.WalletRefused(result, GoodsOf(result.OrderId));
    }

    private Answer GoOn(OrderId orderId) => GoodsOf(orderId) is { } goods
        ? Answer.Redirect(StatusCodes.Status303SeeOther, goods)
        : book.Find(orderId) is { } order ? OrderPages.Paid(order) : OrderPages.Home();

    private string? GoodsOf(OrderId orderId) =>
        book.Find(orderId)?.Proposal.FulfillmentUrl is { } url && WebLinks.IsWeb(url) ? url : null;

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

    private static string WalletOf(HttpContext context)
    {
        if (context.Request.Cookies.TryGetValue(WalletCookie, out var known) && WalletShelf.IsName(known))
            return known;
        var name = "browser-" + CrockfordBase32.Encode(RandomNumberGenerator.GetBytes(NameBytes));
        context.Response.Cookies.Append(WalletCookie, name, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = CookieLife,
            Path = Buttons,
        });
        return name;
    }
}

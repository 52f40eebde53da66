using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Taler.Paywall.Sessions;

namespace Taler.Paywall.Responses;

/// <summary>What a page of ours asks for, at the address of the page that it stands for.</summary>
internal enum PageAction
{
    /// <summary>Nothing: the request is for the resource.</summary>
    None,

    /// <summary>The button on the refund page: drop the refunded order.</summary>
    BuyAgain,

    /// <summary>The button on the price page: create the order.</summary>
    Order,

    /// <summary>The script of the pay page: tell when the order is paid.</summary>
    Wait,

    /// <summary>The link on the pay page: see whether the order is paid.</summary>
    Paid,
}

/// <summary>
/// Actions as marks in the query: <c>?taler_paywall=order</c>. So they need no route of their own, and reach the gate by the very match that
/// sells the resource.
/// </summary>
internal static class PageActions
{
    private const string Mark = TalerPaywallDefaults.ActionQueryName;

    /// <summary>The action of a request. A button pressed on another site is none: that site may only make a visitor ask for the resource.</summary>
    /// <param name="request">The request.</param>
    /// <param name="site">The configured address of the site; null if none is.</param>
    public static PageAction Of(HttpRequest request, Uri? site)
    {
        var action = Named(request);
        return action switch
        {
            PageAction.BuyAgain or PageAction.Order => PressedButton.IsPost(request) && IsOwn(request, site) ? action : PageAction.None,
            PageAction.Wait or PageAction.Paid => HttpMethods.IsGet(request.Method) && !PressedButton.IsPost(request) ? action : PageAction.None,
            PageAction.None => PageAction.None,
        };
    }

    /// <summary>Whether the address is that of a button.</summary>
    public static bool IsButton(HttpRequest request) => Named(request) is PageAction.BuyAgain or PageAction.Order;

    /// <summary>Where an action goes: the path of the request with its query and the mark.</summary>
    public static string Path(HttpRequest request, PageAction action) => OwnPath.Of(request, WithoutMark(request).Add(Mark, Word(action)));

    /// <summary>The page of the request itself, with its query.</summary>
    public static string Page(HttpRequest request) => OwnPath.Of(request, WithoutMark(request));

    /// <summary>No page can make a browser send a session in a header without the site's leave (CORS), so that is own, too.</summary>
    private static bool IsOwn(HttpRequest request, Uri? site) => SessionCarriers.IsInHeaders(request) || SameSite.IsSeen(request, site);

    private static PageAction Named(HttpRequest request)
    {
        if (request.QueryString.Value is not { } query || !query.Contains(Mark, StringComparison.Ordinal))
            return PageAction.None;
        return request.Query[Mark].ToString() switch
        {
            "buy-again" => PageAction.BuyAgain,
            "order" => PageAction.Order,
            "wait" => PageAction.Wait,
            "paid" => PageAction.Paid,
            _ => PageAction.None,
        };
    }

    private static QueryString WithoutMark(HttpRequest request)
    {
        if (request.QueryString.Value?.Contains(Mark, StringComparison.OrdinalIgnoreCase) is not true)
            return request.QueryString;
        var query = new QueryBuilder();
        foreach (var (name, values) in request.Query)
        {
            if (!string.Equals(name, Mark, StringComparison.OrdinalIgnoreCase))
                query.Add(name, values.OfType<string>());
        }
        return query.ToQueryString();
    }

    private static string Word(PageAction action) => action switch
    {
        PageAction.BuyAgain => "buy-again",
        PageAction.Order => "order",
        PageAction.Wait => "wait",
        PageAction.Paid => "paid",
        PageAction.None => throw new ArgumentOutOfRangeException(nameof(action), action, "The page itself has no mark."),
    };
}

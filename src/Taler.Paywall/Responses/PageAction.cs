using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

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
        if (request.QueryString.Value is not { } query || !query.Contains(Mark, StringComparison.Ordinal))
            return PageAction.None;
        var action = request.Query[Mark].ToString();
        if (HttpMethods.IsGet(request.Method))
            return action switch { "wait" => PageAction.Wait, "paid" => PageAction.Paid, _ => PageAction.None };
        if (!HttpMethods.IsPost(request.Method) || !SameSite.IsSeen(request, site))
            return PageAction.None;
        return action switch { "buy-again" => PageAction.BuyAgain, "order" => PageAction.Order, _ => PageAction.None };
    }

    /// <summary>Where an action goes: the path of the request with its query and the mark.</summary>
    public static string Path(HttpRequest request, PageAction action) => OwnPath.Of(request, WithoutMark(request).Add(Mark, Word(action)));

    /// <summary>The page of the request itself, with its query.</summary>
    public static string Page(HttpRequest request) => OwnPath.Of(request, WithoutMark(request));

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

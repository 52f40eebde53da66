using Microsoft.AspNetCore.Http;
using Taler.Paywall.Orders;
using Taler.Paywall.Resources;
using Taler.Paywall.Responses;
using Taler.Paywall.Sessions;
using Taler.Paywall.Settings;
using Taler.Paywall.StateMachine;

namespace Taler.Paywall.Gate;

/// <summary>A request for a protected resource, on its way through the gate.</summary>
/// <param name="Context">The request.</param>
/// <param name="Rules">The rules in force when it came.</param>
/// <param name="Resource">What it asks for.</param>
/// <param name="Key">What stands for the resource in the session.</param>
/// <param name="Session">The session it brings; null for a new visitor.</param>
/// <param name="Carrier">How it brings the session.</param>
/// <param name="Action">What a page of ours asks for; none if the request is for the resource itself.</param>
/// <param name="Next">Serves the resource.</param>
internal readonly record struct Visit(
    HttpContext Context,
    PaywallRules Rules,
    Resource Resource,
    ResourceKey Key,
    Session? Session,
    SessionCarrier Carrier,
    PageAction Action,
    RequestDelegate Next)
{
    public HttpRequest Request => Context.Request;

    public bool PaysOnSite => Rules.PaysOnSite(Resource);

    public bool IsOnClick => Rules.OrderCreation is TalerOrderCreation.OnClick;

    public Offer Offer() => new(Resource, Rules.FulfillmentUrl(Request, Resource), Rules.Site);

    /// <summary>Who asks. Whoever presses a button of ours is known by what he takes, though a form is a POST.</summary>
    public RequestKind Kind() => Action is PageAction.Order or PageAction.BuyAgain ? RequestKinds.OfButton(Request) : RequestKinds.Of(Request);

    /// <summary>
    /// The order that may be paid. A session that a key stands for keeps none, but the first order of its chain can be computed.
    /// </summary>
    public OrderEntry? FindEntry() => Carrier is SessionCarrier.Key ? FirstEntry(Offer()) : Session?.Find(Key);

    /// <summary>
    /// The order to look for in the cache. Whoever bought more than his session keeps has entries no more, but the first order of a chain can be
    /// computed.
    /// </summary>
    public OrderEntry CacheEntry() => FindEntry() ?? FirstEntry(Offer());

    /// <summary>Who walks for this request.</summary>
    public Buyer Buyer(Session session, Offer offer, Purchase purchase, TalerPayment? remembered = null)
    {
        var entry = remembered is null ? session.Find(Key, offer.TermsHash) : session.Find(Key);
        return new Buyer(session.Id, StartOf(entry, remembered), entry, session.FindOwn(Key, offer.TermsHash), purchase, remembered, Context.Connection.RemoteIpAddress);
    }

    /// <summary>
    /// Which orders this request may create. Only a GET is to show the price first: crawlers send nothing else. A key is for buying, so it needs
    /// no click.
    /// </summary>
    public Purchase PurchaseOf(RequestKind kind) => (Action, kind) switch
    {
        (PageAction.Order, _) => Purchase.Any,
        (_, RequestKind.Silent) => Purchase.None,
        _ => IsOnClick && HttpMethods.IsGet(Request.Method) && Carrier is not SessionCarrier.Key ? Purchase.Continued : Purchase.Any,
    };

    private OrderOrigin StartOf(OrderEntry? entry, TalerPayment? remembered) => entry?.Mark switch
    {
        OrderMark.None or OrderMark.Adopted => OrderOrigin.Kept,
        OrderMark.Computed when remembered is null => OrderOrigin.Computed,

        // Another answer of this session told that it was created, and paid.
        OrderMark.Computed => OrderOrigin.Kept,
        OrderMark.Dropped => OrderOrigin.Dropped,
        null when Carrier is SessionCarrier.Key || remembered is not null => OrderOrigin.Computed,
        null => Session is null ? OrderOrigin.None : OrderOrigin.Returning,
    };

    private OrderEntry FirstEntry(Offer offer) => new(Key, offer.TermsHash, offer.OrderIdAfter(null, Session!.Id), OrderMark.None);
}

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
/// <param name="Key">What stands for the resource in the cookie.</param>
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

    private bool IsOnClick => Rules.OrderCreation is TalerOrderCreation.OnClick;

    /// <summary>
    /// The order that may be paid. A session that a key stands for remembers none, but the first order of its chain can be computed.
    /// </summary>
    public OrderEntry? Entry => Carrier is SessionCarrier.Key ? FirstEntry(Offer()) : Session?.Find(Key);

    public Offer Offer() => new(Resource, Rules.FulfillmentUrl(Request, Resource), Rules.Site);

    /// <summary>Which orders this request may create. A key is for buying, so it needs no click.</summary>
    public Purchase PurchaseOf(RequestKind kind) => (Action, kind) switch
    {
        (PageAction.Order, _) => Purchase.Any,
        (_, RequestKind.Silent) => Purchase.None,
        _ when RequestKinds.IsForeignForm(Request) => Purchase.None,
        _ => IsOnClick && Carrier is not SessionCarrier.Key ? Purchase.Continued : Purchase.Any,
    };

    /// <summary>Whether a person with an unpaid order is shown the price again. To send him on at once would lock his browser's way back.</summary>
    public bool IsToBeClicked(RequestKind kind) => IsOnClick && !PaysOnSite && Action is not PageAction.Order && kind is RequestKind.Navigation;

    /// <summary>Whether the click is to end at the page itself, which is where its visitor pays.</summary>
    public bool IsClickedOnSite(RequestKind kind) => PaysOnSite && Action is PageAction.Order && kind is RequestKind.Navigation;

    private OrderEntry FirstEntry(Offer offer) => new(Key, offer.TermsHash, offer.OrderIdAfter(null, Session!.Id), OrderMark.None);
}

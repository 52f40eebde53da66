using System.Net;
using Taler.Merchant;
using Taler.Paywall.ModelTests.Histories;
using Taler.Paywall.ModelTests.World;

namespace Taler.Paywall.ModelTests.Model;

/// <summary>Where a request ended.</summary>
internal enum Ending
{
    Content,

    /// <summary>Asked to pay, on the backend's page or by a problem with a pay URI.</summary>
    PayDemand,

    /// <summary>The price, and how to order.</summary>
    PricePage,
    RefundPage,

    /// <summary>A client must send its session.</summary>
    SessionWanted,

    /// <summary>402 without a word.</summary>
    Refused,

    /// <summary>503: the order was replaced, ask again at once.</summary>
    ComeAgain,

    /// <summary>503: nothing is known.</summary>
    Unavailable,

    /// <summary>Sent elsewhere.</summary>
    Redirect,

    /// <summary>Anything that no request of a history may end in.</summary>
    Wrong,
}

/// <summary>What a node answered, with all that is needed to judge it.</summary>
internal sealed record Answer(Browser Browser, int Resource, int Node, Way Way, HttpStatusCode Status, string Body)
{
    public required Trace Trace { get; init; }

    /// <summary>How long the request took, by the clock of the world.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>What the request brought, as the model reads it.</summary>
    public required Ticket? Brought { get; init; }

    /// <summary>Whether the node left the backend alone when the request came.</summary>
    public required bool MetOpenCircuit { get; init; }

    public Uri? Location { get; init; }

    public string? PayUri { get; init; }

    /// <summary>The order by which the resource was served.</summary>
    public OrderId? PaidBy { get; init; }

    /// <summary>What the answer gave.</summary>
    public Ticket? Given { get; set; }

    /// <summary>Whose request it was.</summary>
    public SessionId? Session => Given?.Session ?? Brought?.Session;

    public Ending Ending => (int)Status switch
    {
        200 when PaidBy is not null => Ending.Content,
        302 or 303 => Ending.Redirect,
        402 when PayUri is not null => Ending.PayDemand,
        402 when Body.Length == 0 => Ending.Refused,
        402 when Says("buy-again") || Says("problem#refunded") => Ending.RefundPage,
        402 when Says("taler_paywall=order") || Says("order_url") => Ending.PricePage,
        402 => Ending.SessionWanted,
        503 when Says("problem#order-replaced") => Ending.ComeAgain,
        503 => Ending.Unavailable,
        _ => Ending.Wrong,
    };

    private bool Says(string text) => Body.Contains(text, StringComparison.Ordinal);
}

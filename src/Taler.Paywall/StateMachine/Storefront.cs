namespace Taler.Paywall.StateMachine;

/// <summary>
/// The storefront of DD 007 as a pure, total function. Its table is in the README of this folder, and a test holds both equal.
/// </summary>
internal static class Storefront
{
    /// <summary>Decides what to do next.</summary>
    /// <param name="origin">How the order in hand came into it.</param>
    /// <param name="fact">What is known of it.</param>
    /// <param name="purchase">Which orders this request may create.</param>
    public static Decision Decide(OrderOrigin origin, OrderFact fact, Purchase purchase)
    {
        var decision = Decide(origin, fact);
        return Creates(decision) && !Allows(purchase, fact) ? Decision.RefuseWithoutOrder : decision;
    }

    /// <summary>Whether a decision is to be carried out, and not an answer yet.</summary>
    public static bool IsStep(Decision decision) => Creates(decision) || decision is Decision.FindFirst or Decision.FindPaid or Decision.AskStatus or Decision.Adopt;

    /// <summary>Whether a decision makes an order.</summary>
    public static bool Creates(Decision decision) => decision is Decision.CreateFirst or Decision.CreateNext or Decision.CreateComputed;

    private static bool Allows(Purchase purchase, OrderFact fact) => purchase switch
    {
        Purchase.Any => true,
        Purchase.Continued => fact is OrderFact.Claimed,
        Purchase.None => false,
    };

    /// <summary>How the order comes into hand that a decision creates, finds or adopts.</summary>
    /// <param name="origin">How the order before it came.</param>
    /// <param name="decision">One of the decisions to create, to find or to adopt; any other leaves the order as it is.</param>
    public static OrderOrigin After(OrderOrigin origin, Decision decision) => decision switch
    {
        Decision.Adopt => OrderOrigin.Adopted,
        Decision.FindFirst => OrderOrigin.Computed,
        Decision.CreateFirst when origin is OrderOrigin.None or OrderOrigin.Returning => OrderOrigin.First,
        Decision.CreateNext when origin is OrderOrigin.First => OrderOrigin.AfterFirst,
        Decision.CreateFirst or Decision.CreateNext or Decision.CreateComputed => OrderOrigin.AfterKept,
        _ => origin,
    };

    private static Decision Decide(OrderOrigin origin, OrderFact fact)
    {
        if (fact is OrderFact.Unknown)
            return Decision.Unavailable;
        if (fact is OrderFact.OverLimit)
            return LookForPaid(origin);
        if (fact is OrderFact.NonePaid)
            return Decision.LimitOrders;
        return origin switch
        {
            OrderOrigin.None or OrderOrigin.Returning => Decision.CreateFirst,
            OrderOrigin.Dropped => Decision.CreateNext,
            OrderOrigin.Adopted => DecideAdopted(fact),
            _ => DecideInHand(origin, fact),
        };
    }

    /// <summary>
    /// Whoever has paid is never refused for the sake of an order that he does not need. He whose purchase the session does not keep may have made
    /// the first order of the chain; any other one, the backend has to name. Only a refunded purchase is known, and a new session has none.
    /// </summary>
    private static Decision LookForPaid(OrderOrigin origin) => origin switch
    {
        OrderOrigin.Returning => Decision.FindFirst,
        OrderOrigin.Computed or OrderOrigin.Kept or OrderOrigin.First => Decision.FindPaid,
        _ => Decision.LimitOrders,
    };

    /// <summary>
    /// The backend named the adopted order as paid here. If it is not, the backend contradicts itself, and its payment page would send the
    /// visitor straight back: a redirect would never end.
    /// </summary>
    private static Decision DecideAdopted(OrderFact fact) => fact switch
    {
        OrderFact.NotAsked => Decision.AskStatus,
        OrderFact.Paid => Decision.Serve,
        OrderFact.Refunded => Decision.ShowRefund,
        _ => Decision.Unavailable,
    };

    private static Decision DecideInHand(OrderOrigin origin, OrderFact fact) => fact switch
    {
        OrderFact.NotAsked => Decision.AskStatus,
        OrderFact.Paid => Decision.Serve,
        OrderFact.Refunded => Decision.ShowRefund,
        OrderFact.Unpaid => Decision.RequirePayment,
        OrderFact.AlreadyPaid => origin is OrderOrigin.AfterFirst ? Decision.ComeAgain : Decision.Adopt,
        OrderFact.OfferChanged => origin is OrderOrigin.Kept ? Decision.CreateFirst : Decision.Unavailable,
        OrderFact.Expired => ReplaceExpired(origin),
        OrderFact.Claimed => ReplaceClaimed(origin),
        OrderFact.NotFound when origin is OrderOrigin.Computed => Decision.CreateComputed,
        OrderFact.NotFound or OrderFact.PaidForAnother => ReplaceForeign(origin),
        OrderFact.OverLimit or OrderFact.NonePaid => Decision.LimitOrders,
        OrderFact.Unknown => Decision.Unavailable,
    };

    /// <summary>A new order that looks expired tells of clocks that differ. So one that may be new is never replaced in the same request.</summary>
    private static Decision ReplaceExpired(OrderOrigin origin) => origin switch
    {
        OrderOrigin.Kept or OrderOrigin.Computed => Decision.CreateNext,
        _ => Decision.ComeAgain,
    };

    /// <summary>A claimed order can only be paid by the wallet that holds it. It existed before this request.</summary>
    private static Decision ReplaceClaimed(OrderOrigin origin) => origin switch
    {
        OrderOrigin.Kept or OrderOrigin.Computed or OrderOrigin.First => Decision.CreateNext,
        _ => Decision.ComeAgain,
    };

    /// <summary>What this request created cannot be unknown to the backend or belong to another resource.</summary>
    private static Decision ReplaceForeign(OrderOrigin origin) => origin switch
    {
        OrderOrigin.Kept => Decision.CreateNext,
        _ => Decision.Unavailable,
    };
}

namespace Taler.Paywall.StateMachine;

/// <summary>What to do next.</summary>
internal enum Decision
{
    /// <summary>Create the first order of the chain.</summary>
    CreateFirst,

    /// <summary>Create the successor of the order in hand, or the first of the chain if that order is not of the chain.</summary>
    CreateNext,

    /// <summary>Create the order in hand, which was only computed.</summary>
    CreateComputed,

    /// <summary>Take the first order of the chain in hand, which may exist, and create nothing.</summary>
    FindFirst,

    /// <summary>Ask the backend whether the session has paid for the page by any order, and create nothing.</summary>
    FindPaid,

    /// <summary>Ask the backend for the status of the order in hand.</summary>
    AskStatus,

    /// <summary>Take the older, already paid order in hand.</summary>
    Adopt,

    /// <summary>Serve the resource.</summary>
    Serve,

    /// <summary>Show that the payment was refunded.</summary>
    ShowRefund,

    /// <summary>Redirect to the order status URL, or answer 402 with the pay URI.</summary>
    RequirePayment,

    /// <summary>Answer 402 and create no order: the request is not one that buys.</summary>
    RefuseWithoutOrder,

    /// <summary>Answer that no more orders are created for now.</summary>
    LimitOrders,

    /// <summary>This request goes no further: come again with the order in hand.</summary>
    ComeAgain,

    /// <summary>Answer 503: nothing is known, so nothing is served and nothing is charged.</summary>
    Unavailable,
}

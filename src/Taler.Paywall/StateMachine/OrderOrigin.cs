namespace Taler.Paywall.StateMachine;

/// <summary>How the order in hand came into it. It tells what may replace the order, and that no request asks the backend more than four times.</summary>
internal enum OrderOrigin
{
    /// <summary>No order in hand: a new session.</summary>
    None,

    /// <summary>No order in hand: the session is known, and keeps none of this resource, or none any more.</summary>
    Returning,

    /// <summary>An order that may not exist: the first of the chain, only computed, or one of which no answer told that it was created.</summary>
    Computed,

    /// <summary>The order that the session keeps was refunded, and the visitor wants to buy again.</summary>
    Dropped,

    /// <summary>The order that the session keeps.</summary>
    Kept,

    /// <summary>First of the chain, created in this request, or found when creating it was repeated.</summary>
    First,

    /// <summary>Created in this request after another one was looked for: in the place of that, or that one itself. One call is left.</summary>
    AfterKept,

    /// <summary>Created in this request in the place of the chain's first order: no call is left.</summary>
    AfterFirst,

    /// <summary>The older order that the backend named as already paid.</summary>
    Adopted,
}

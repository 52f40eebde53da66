namespace Taler.Paywall.StateMachine;

/// <summary>How the order in hand came into it. It tells what may replace the order, and that no request asks the backend more than four times.</summary>
internal enum OrderOrigin
{
    /// <summary>No order in hand: a new session.</summary>
    None,

    /// <summary>No order in hand: the session is known, and keeps none of this resource, or none any more.</summary>
    Returning,

    /// <summary>The first order of the chain, which may exist: it was computed and neither created nor found yet.</summary>
    Computed,

    /// <summary>The order that the session keeps was refunded, and the visitor wants to buy again.</summary>
    Dropped,

    /// <summary>The order that the session keeps.</summary>
    Kept,

    /// <summary>A random order-ID that an earlier request chose when it found no end to the chain; not created yet.</summary>
    Chosen,

    /// <summary>First of the chain, created in this request, or found when creating it was repeated.</summary>
    First,

    /// <summary>Created in this request in the place of the kept order, or of one that was looked for: one call is left.</summary>
    AfterKept,

    /// <summary>Created in this request in the place of the chain's first order: no call is left.</summary>
    AfterFirst,

    /// <summary>The random order-ID, created in this request or a moment ago: nobody can have touched it.</summary>
    Random,

    /// <summary>The older order that the backend named as already paid.</summary>
    Adopted,
}

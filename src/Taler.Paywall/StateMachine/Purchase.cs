namespace Taler.Paywall.StateMachine;

/// <summary>Which orders a request may create.</summary>
internal enum Purchase
{
    /// <summary>None: HEAD, prefetch, a sub-resource, a form of another site.</summary>
    None,

    /// <summary>
    /// None but the successor of a claimed one. The visitor asked for the order; now his wallet either pays it or has proved an older purchase, and
    /// only the successor tells of that.
    /// </summary>
    Continued,

    /// <summary>Any.</summary>
    Any,
}

using Taler.Merchant;

namespace Taler.Paywall.Sessions;

/// <summary>What the cookie remembers of one resource.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="TermsHash">Stands for the terms under which the order was made.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Mark">What an earlier request found out about it.</param>
internal sealed record OrderEntry(ResourceKey Resource, uint TermsHash, OrderId OrderId, OrderMark Mark);

/// <summary>What an earlier request found out about an order.</summary>
internal enum OrderMark : byte
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>
    /// It may not exist: the backend did not answer when it was created. Whoever comes with this cookie creates the same one, unless it is there.
    /// </summary>
    Computed = 1,

    /// <summary>It was refunded, and the visitor wants to buy again.</summary>
    Dropped = 2,

    /// <summary>It is an older purchase that the backend named as paid. It may stand beside the chain, and so would its successor; the session keeps its own place in the chain as well.</summary>
    Adopted = 3,
}

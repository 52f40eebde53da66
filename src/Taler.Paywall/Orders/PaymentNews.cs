namespace Taler.Paywall.Orders;

/// <summary>What somebody who waits for a payment is told.</summary>
internal enum PaymentNews
{
    /// <summary>No wallet has the order yet.</summary>
    Unpaid,

    /// <summary>A wallet has the order and has not paid it.</summary>
    Claimed,

    /// <summary>The session has paid, by this order or an older one: the page would be served now.</summary>
    Paid,

    /// <summary>The order cannot be paid any more, or was refunded, or the offer is another one now: the page would show something else.</summary>
    Changed,

    /// <summary>The backend is in trouble, or this application stops.</summary>
    Unknown,
}

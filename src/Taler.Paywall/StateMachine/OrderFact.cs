namespace Taler.Paywall.StateMachine;

/// <summary>What is known of the order in hand.</summary>
internal enum OrderFact
{
    /// <summary>The backend was not asked yet.</summary>
    NotAsked,

    /// <summary>The backend does not know the order: 404 with code 2005.</summary>
    NotFound,

    /// <summary>Unpaid, and the offer stands.</summary>
    Unpaid,

    /// <summary>Not paid, and the session paid another order for the same fulfillment URL.</summary>
    AlreadyPaid,

    /// <summary>Unpaid, and its pay deadline has passed.</summary>
    Expired,

    /// <summary>Unpaid, and the resource is offered on other terms now.</summary>
    OfferChanged,

    /// <summary>A wallet holds it, or it is paid under another session.</summary>
    Claimed,

    /// <summary>Paid under this session, for this resource, not refunded.</summary>
    Paid,

    /// <summary>Paid under this session, for another resource.</summary>
    PaidForAnother,

    /// <summary>Paid and refunded, at least in part.</summary>
    Refunded,

    /// <summary>An order was to be created, and the site's limit of orders is reached.</summary>
    OverLimit,

    /// <summary>An order was to be created beyond the limit, and the backend names none that the session has paid for the page.</summary>
    NonePaid,

    /// <summary>The backend is down, slow or talks nonsense. Unknown is not unpaid.</summary>
    Unknown,
}

namespace Taler.Merchant;

/// <summary>What a session has to do with a fulfillment URL: <see cref="Paid"/>, <see cref="Unpaid"/> or <see cref="NotFound"/>.</summary>
public abstract record SessionStatus
{
    private SessionStatus()
    {
    }

    /// <summary>The session paid an order with this fulfillment URL (200).</summary>
    /// <param name="OrderId">The order, if the backend names it.</param>
    public sealed record Paid(OrderId? OrderId) : SessionStatus;

    /// <summary>The session has an order with this fulfillment URL, unpaid (202).</summary>
    public sealed record Unpaid : SessionStatus;

    /// <summary>The backend knows nothing of the session (404).</summary>
    public sealed record NotFound : SessionStatus;
}

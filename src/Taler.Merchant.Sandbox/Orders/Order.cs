using System.Collections.Immutable;

namespace Taler.Merchant.Sandbox.Orders;

/// <summary>An order at one moment. Events make the next one out of it, see <see cref="OrderEvents"/>.</summary>
internal sealed record Order
{
    /// <summary>Its place in the list of all orders.</summary>
    public required long Row { get; init; }

    public required Proposal Proposal { get; init; }

    public OrderId Id => Proposal.OrderId;

    public ClaimToken? ClaimToken { get; init; }

    /// <summary>The session that the shop named when it created the order.</summary>
    public SessionId? ForSession { get; init; }

    /// <summary>Tells whether a repeated creation has the same content.</summary>
    public required string Fingerprint { get; init; }

    public Claim? Claim { get; init; }

    public Payment? Payment { get; init; }

    public ImmutableArray<Refund> Refunds { get; init; } = [];

    public bool IsRefunded => Refunds.Length > 0;

    public bool RefundPending => Refunds.Any(refund => refund.Pending);

    public Amount RefundGranted => Sum(Refunds);

    public Amount RefundTaken => Sum(Refunds.Where(refund => !refund.Pending));

    private Amount Sum(IEnumerable<Refund> refunds) =>
        refunds.Aggregate(Amount.Zero(Proposal.Currency), (sum, refund) => sum + refund.Amount);
}

/// <summary>A wallet took the order: its nonce is in the contract that the hash is of.</summary>
internal sealed record Claim(string Nonce, string ContractHash);

/// <summary>
/// The order is paid. The session is that of the payment or of the last replay; the hash of the coins tells a repeated payment from
/// another one; the choice is null for a v0 contract.
/// </summary>
internal sealed record Payment(SessionId? Session, string CoinsHash, Amount Amount, Timestamp Time, int? ChoiceIndex);

internal sealed record Refund(Amount Amount, string Reason, Timestamp Time, bool Pending);

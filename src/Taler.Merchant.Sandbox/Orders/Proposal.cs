namespace Taler.Merchant.Sandbox.Orders;

/// <summary>What the shop offers: the contract terms without the wallet's nonce.</summary>
internal sealed record Proposal
{
    public required OrderId OrderId { get; init; }

    public required string Summary { get; init; }

    public required string Currency { get; init; }

    /// <summary>What can be paid: the one price of a v0 contract, or those of the choices of v1.</summary>
    public required IReadOnlyList<Amount> Prices { get; init; }

    /// <summary>Whether the buyer chooses among prices (contract v1).</summary>
    public required bool HasChoices { get; init; }

    public string? FulfillmentUrl { get; init; }

    public string? FulfillmentMessage { get; init; }

    public string? PublicReorderUrl { get; init; }

    /// <summary>How long the wallet asks for a refund by itself; zero if it does not.</summary>
    public RelativeTime AutoRefund { get; init; }

    public required Timestamp Created { get; init; }

    public required Timestamp PayDeadline { get; init; }

    public required Timestamp RefundDeadline { get; init; }

    public required Timestamp WireDeadline { get; init; }

    /// <summary>The terms as canonical JSON, without <c>nonce</c> and <c>merchant</c>, which are added on the way out.</summary>
    public required byte[] Terms { get; init; }
}

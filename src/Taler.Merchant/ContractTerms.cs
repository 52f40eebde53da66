using System.Text.Json;

namespace Taler.Merchant;

/// <summary>What the buyer signed: the parts of the contract that a shop needs. The rest is not kept.</summary>
public sealed record ContractTerms
{
    /// <summary>0 or 1.</summary>
    public int Version { get; init; }

    /// <summary>What the buyer saw in the wallet.</summary>
    public required string Summary { get; init; }

    /// <summary>The price of a v0 contract; null for v1.</summary>
    public Amount? Amount { get; init; }

    /// <summary>The prices of a v1 contract's choices; empty for v0.</summary>
    public IReadOnlyList<Amount> Choices { get; init; } = [];

    /// <summary>Where the goods are, exactly as in the order.</summary>
    public string? FulfillmentUrl { get; init; }

    /// <summary>When the order was made.</summary>
    public Timestamp? Timestamp { get; init; }

    /// <summary>Last moment to pay.</summary>
    public Timestamp? PayDeadline { get; init; }

    /// <summary>Last moment for refunds; second 0 means none.</summary>
    public Timestamp? RefundDeadline { get; init; }

    /// <summary>The shop's own data, as it was put into the order.</summary>
    public JsonElement? Extra { get; init; }
}

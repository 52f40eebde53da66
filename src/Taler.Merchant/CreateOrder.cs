using System.Text.Json.Nodes;

namespace Taler.Merchant;

/// <summary>An order to create. Needs <see cref="Summary"/> and either <see cref="Amount"/> (contract v0) or <see cref="Choices"/> (v1).</summary>
public sealed record CreateOrderRequest
{
    /// <summary>What the buyer sees in the wallet.</summary>
    public required string Summary { get; init; }

    /// <summary>The price of a v0 contract; null for v1.</summary>
    public Amount? Amount { get; init; }

    /// <summary>The choices of a v1 contract; empty for v0.</summary>
    public IReadOnlyList<OrderChoice> Choices { get; init; } = [];

    /// <summary>An ID of the caller's own. Only then is the call idempotent, and only then is it retried. Null: the backend chooses.</summary>
    public OrderId? OrderId { get; init; }

    /// <summary>Where the goods are; compared by wallets as an exact string. May contain <c>${ORDER_ID}</c>.</summary>
    public string? FulfillmentUrl { get; init; }

    /// <summary>What to tell the buyer where there is no fulfillment URL.</summary>
    public string? FulfillmentMessage { get; init; }

    /// <summary>Where to send someone who finds the order's page without its credentials.</summary>
    public string? PublicReorderUrl { get; init; }

    /// <summary>How long refunds are possible. Null: the instance's default.</summary>
    public RelativeTime? RefundDelay { get; init; }

    /// <summary>How long the wallet asks by itself for a refund. Null: not at all.</summary>
    public RelativeTime? AutoRefund { get; init; }

    /// <summary>Last moment to pay. Null: the instance's default. A retried order must not carry a new "now" here.</summary>
    public Timestamp? PayDeadline { get; init; }

    /// <summary>Least age of the buyer in years; 0 for none.</summary>
    public int MinimumAge { get; init; }

    /// <summary>The session this order is for; ties <see cref="ITalerMerchantClient.GetSessionStatusAsync"/> to it. Null for none.</summary>
    public SessionId? SessionId { get; init; }

    /// <summary>Whether claiming needs a token. False suits order-IDs that nobody can guess.</summary>
    /// <value>Default true, as the backend's.</value>
    public bool CreateToken { get; init; } = true;

    /// <summary>Data of the shop's own, kept in the contract.</summary>
    public JsonObject? Extra { get; init; }
}

/// <summary>One way to pay a v1 order.</summary>
public sealed record OrderChoice
{
    /// <summary>The price of this choice; zero is possible where tokens pay.</summary>
    public required Amount Amount { get; init; }

    /// <summary>The most deposit fees that the merchant takes over. Null: the instance's default.</summary>
    public Amount? MaxFee { get; init; }

    /// <summary>Token families this choice consumes, each with a count.</summary>
    public IReadOnlyList<OrderChoiceToken> Inputs { get; init; } = [];

    /// <summary>Token families this choice gives out, each with a count.</summary>
    public IReadOnlyList<OrderChoiceToken> Outputs { get; init; } = [];
}

/// <summary>Tokens of one family, as a choice's input or output.</summary>
/// <param name="TokenFamilySlug">The family's slug.</param>
/// <param name="Count">How many, 1 by default.</param>
public sealed record OrderChoiceToken(string TokenFamilySlug, int Count = 1);

/// <summary>What came of creating an order: <see cref="Created"/> or <see cref="Exists"/>.</summary>
public abstract record CreateOrderResult
{
    private CreateOrderResult()
    {
    }

    /// <summary>The order exists now, by this call or by an equal one before it.</summary>
    public sealed record Created : CreateOrderResult
    {
        /// <summary>The order's ID.</summary>
        public required OrderId OrderId { get; init; }

        /// <summary>The claim token, if one was asked for.</summary>
        public ClaimToken? ClaimToken { get; init; }

        /// <summary>Last moment to pay; null before v21.</summary>
        public Timestamp? PayDeadline { get; init; }
    }

    /// <summary>An order of this ID exists whose content the backend holds to be different (409 with code 2503). Ask for its status.</summary>
    public sealed record Exists : CreateOrderResult;
}

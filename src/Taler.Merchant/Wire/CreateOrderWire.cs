using System.Text.Json.Nodes;

namespace Taler.Merchant.Wire;

/// <summary><c>POST private/orders</c>.</summary>
internal sealed record CreateOrderRequestWire
{
    public required OrderWire Order { get; init; }

    public RelativeTime? RefundDelay { get; init; }

    public string? SessionId { get; init; }

    public bool CreateToken { get; init; }

    public static CreateOrderRequestWire From(CreateOrderRequest request) => new()
    {
        Order = OrderWire.From(request),
        RefundDelay = request.RefundDelay,
        SessionId = request.SessionId?.Value,
        CreateToken = request.CreateToken,
    };
}

internal sealed record OrderWire
{
    public int? Version { get; init; }

    public string? OrderId { get; init; }

    public required string Summary { get; init; }

    public Amount? Amount { get; init; }

    public OrderChoiceWire[]? Choices { get; init; }

    public string? FulfillmentUrl { get; init; }

    public string? FulfillmentMessage { get; init; }

    public string? PublicReorderUrl { get; init; }

    public Timestamp? PayDeadline { get; init; }

    public RelativeTime? AutoRefund { get; init; }

    public int? MinimumAge { get; init; }

    public JsonObject? Extra { get; init; }

    public static OrderWire From(CreateOrderRequest request) => new()
    {
        // Backends older than v1 contracts know no version, so it is sent only where it matters.
        Version = request.Amount is null ? 1 : null,
        OrderId = request.OrderId?.Value,
        Summary = request.Summary,
        Amount = request.Amount,
        Choices = request.Amount is null ? [.. request.Choices.Select(OrderChoiceWire.From)] : null,
        FulfillmentUrl = request.FulfillmentUrl,
        FulfillmentMessage = request.FulfillmentMessage,
        PublicReorderUrl = request.PublicReorderUrl,
        PayDeadline = request.PayDeadline,
        AutoRefund = request.AutoRefund,
        MinimumAge = request.MinimumAge == 0 ? null : request.MinimumAge,
        Extra = request.Extra,
    };
}

internal sealed record OrderChoiceWire(Amount Amount, Amount? MaxFee, OrderChoiceTokenWire[] Inputs, OrderChoiceTokenWire[] Outputs)
{
    public static OrderChoiceWire From(OrderChoice choice) => new(
        choice.Amount,
        choice.MaxFee,
        [.. choice.Inputs.Select(OrderChoiceTokenWire.From)],
        [.. choice.Outputs.Select(OrderChoiceTokenWire.From)]);
}

internal sealed record OrderChoiceTokenWire(string Type, string TokenFamilySlug, int Count)
{
    public static OrderChoiceTokenWire From(OrderChoiceToken token) => new("token", token.TokenFamilySlug, token.Count);
}

/// <summary>The answer to <c>POST private/orders</c>.</summary>
internal sealed record CreatedOrderWire
{
    public required string OrderId { get; init; }

    public string? Token { get; init; }

    public Timestamp? PayDeadline { get; init; }

    public CreateOrderResult.Created ToCreated(OrderId? asked)
    {
        var orderId = WireValues.OrderId(OrderId);
        WireValues.RequireSame(asked ?? orderId, orderId, "order_id");
        return new CreateOrderResult.Created { OrderId = orderId, ClaimToken = ReadClaimToken(), PayDeadline = PayDeadline };
    }

    private ClaimToken? ReadClaimToken()
    {
        if (string.IsNullOrEmpty(Token))
            return null;
        return ClaimToken.TryParse(Token, out var token) ? token : throw new WireException("token is not a claim token");
    }
}

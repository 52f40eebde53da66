using System.Text.Json;

namespace Taler.Merchant.Wire;

/// <summary>The members of a contract that a shop needs. The rest, a logo of 15 kB among it, is skipped while reading.</summary>
internal sealed record ContractTermsWire
{
    public int? Version { get; init; }

    public string? OrderId { get; init; }

    public string? Summary { get; init; }

    public Amount? Amount { get; init; }

    public ContractChoiceWire[]? Choices { get; init; }

    public string? FulfillmentUrl { get; init; }

    public Timestamp? Timestamp { get; init; }

    public Timestamp? PayDeadline { get; init; }

    public Timestamp? RefundDeadline { get; init; }

    public JsonElement? Extra { get; init; }

    public ContractTerms ToContractTerms(OrderId asked)
    {
        var version = Version ?? 0;
        if (version is not (0 or 1))
            throw new WireException("contract_terms.version is neither 0 nor 1");
        WireValues.RequireSame(asked, WireValues.OptionalOrderId(OrderId, "contract_terms.order_id"), "contract_terms.order_id");
        return new ContractTerms
        {
            Version = version,
            Summary = WireValues.Require(Summary, "contract_terms.summary"),
            Amount = version == 0 ? WireValues.Require(Amount, "contract_terms.amount") : null,
            Choices = version == 0 ? [] : [.. WireValues.Items(Choices, "contract_terms.choices").Select(choice => choice.Amount)],
            FulfillmentUrl = FulfillmentUrl,
            Timestamp = Timestamp,
            PayDeadline = PayDeadline,
            RefundDeadline = RefundDeadline,
            Extra = Extra,
        };
    }
}

internal sealed record ContractChoiceWire(Amount Amount);

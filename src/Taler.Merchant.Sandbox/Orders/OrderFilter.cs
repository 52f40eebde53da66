using Microsoft.AspNetCore.Http;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Orders;

/// <summary>What a shop wants to see of its orders.</summary>
internal sealed record OrderFilter
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 1024;

    public required bool NewestFirst { get; init; }

    public required int Limit { get; init; }

    /// <summary>The row after which the list goes on, in its direction.</summary>
    public long? Offset { get; init; }

    public bool? Paid { get; init; }

    public bool? Refunded { get; init; }

    public bool? Wired { get; init; }

    public Timestamp? Since { get; init; }

    public SessionId? Session { get; init; }

    public string? FulfillmentUrl { get; init; }

    public string? SummaryPart { get; init; }

    public static OrderFilter Read(HttpRequest request)
    {
        var limit = request.QueryNumber("limit") ?? DefaultLimit;
        return new OrderFilter
        {
            NewestFirst = limit < 0,
            Limit = (int)Math.Min(Math.Abs(Math.Max(limit, -MaxLimit)), MaxLimit),
            Offset = request.QueryNumber("offset"),
            Paid = request.QueryChoice("paid"),
            Refunded = request.QueryChoice("refunded"),
            Wired = request.QueryChoice("wired"),
            Since = request.QueryNumber("date_s") is { } seconds and >= 0 ? Timestamp.FromSeconds(seconds) : null,
            Session = request.QuerySession(),
            FulfillmentUrl = request.QueryText("fulfillment_url"),
            SummaryPart = request.QueryText("summary_filter"),
        };
    }

    /// <param name="orders">All orders, the oldest first.</param>
    public IReadOnlyList<Order> Apply(IReadOnlyList<Order> orders)
    {
        var matching = orders.Where(IsWanted);
        if (NewestFirst)
            matching = matching.Reverse();
        return [.. matching.Where(order => Offset is not { } offset || (NewestFirst ? order.Row < offset : order.Row > offset)).Take(Limit)];
    }

    /// <summary>Nothing is ever wired here, so a list of what is wired is empty.</summary>
    private bool IsWanted(Order order) =>
        (Paid is null || Paid == order.Payment is not null)
        && (Refunded is null || Refunded == order.IsRefunded)
        && Wired is null or false
        && (Since is not { } since || order.Proposal.Created >= since)
        && (Session is null || Session == order.Payment?.Session || Session == order.ForSession)
        && (FulfillmentUrl is null || FulfillmentUrl == order.Proposal.FulfillmentUrl)
        && (SummaryPart is null || order.Proposal.Summary.Contains(SummaryPart, StringComparison.OrdinalIgnoreCase));
}

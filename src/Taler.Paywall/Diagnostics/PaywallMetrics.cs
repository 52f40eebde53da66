using System.Diagnostics.Metrics;
using Taler.Paywall.StateMachine;

namespace Taler.Paywall.Diagnostics;

/// <summary>What an operator counts. Tags are small closed sets; no resource, order or session is one.</summary>
internal sealed class PaywallMetrics
{
    public const string ServedFromCache = "serve_cached";
    public const string ServedInOutage = "serve_outage";
    public const string BuyAgain = "buy_again";
    public const string CookiesRequired = "cookies_required";
    public const string Wait = "wait";
    public const string AmbiguousPath = "ambiguous_path";
    public const string IdempotencyKey = "idempotency_key";

    private const string DecisionTag = "taler.paywall.decision";
    private const string LimitTag = "taler.paywall.limit";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _ordersCreated;
    private readonly Counter<long> _ordersPaid;
    private readonly Counter<long> _ordersRefused;

    public PaywallMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(TalerPaywallDefaults.MeterName);
        _requests = meter.CreateCounter<long>("taler.paywall.requests", "{request}", "Requests for protected resources, by how they were answered.");
        _ordersCreated = meter.CreateCounter<long>("taler.paywall.orders.created", "{order}", "Orders created at the merchant backend; repeated requests for one order count each.");
        _ordersPaid = meter.CreateCounter<long>("taler.paywall.orders.paid", "{order}", "Orders that were found paid for the first time.");
        _ordersRefused = meter.CreateCounter<long>("taler.paywall.orders.refused", "{order}", "Orders that were not created because of a limit.");
    }

    public void Answered(string decision)
    {
        if (_requests.Enabled)
            _requests.Add(1, new KeyValuePair<string, object?>(DecisionTag, decision));
    }

    public void OrderCreated() => _ordersCreated.Add(1);

    public void OrderPaid() => _ordersPaid.Add(1);

    /// <param name="ofClient">Whether the limit per client is reached, and not that of the site.</param>
    public void OrderRefused(bool ofClient) => _ordersRefused.Add(1, new KeyValuePair<string, object?>(LimitTag, ofClient ? "client" : "site"));

    public static string NameOf(Decision decision) => decision switch
    {
        Decision.Serve => "serve",
        Decision.ShowRefund => "refunded",
        Decision.RequirePayment => "require_payment",
        Decision.RefuseWithoutOrder => "refuse_without_order",
        Decision.LimitOrders => "order_limit",
        Decision.ComeAgain => "come_again",
        _ => "unavailable",
    };
}

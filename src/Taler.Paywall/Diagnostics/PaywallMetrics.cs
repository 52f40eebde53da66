using System.Diagnostics.Metrics;
using Taler.Paywall.StateMachine;

namespace Taler.Paywall.Diagnostics;

/// <summary>What an operator counts. Tags are small closed sets; no resource, order or session is one.</summary>
internal sealed class PaywallMetrics
{
    public const string ServedFromCache = "serve_cached";
    public const string BuyAgain = "buy_again";
    public const string CookiesRequired = "cookies_required";
    public const string Wait = "wait";
    public const string AmbiguousPath = "ambiguous_path";
    public const string IdempotencyKey = "idempotency_key";

    private const string DecisionTag = "taler.paywall.decision";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _orders;

    public PaywallMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(TalerPaywallDefaults.MeterName);
        _requests = meter.CreateCounter<long>("taler.paywall.requests", "{request}", "Requests for protected resources, by how they were answered.");
        _orders = meter.CreateCounter<long>("taler.paywall.orders.created", "{order}", "Orders created at the merchant backend; repeated requests for one order count each.");
    }

    public void Answered(string decision)
    {
        if (_requests.Enabled)
            _requests.Add(1, new KeyValuePair<string, object?>(DecisionTag, decision));
    }

    public void OrderCreated() => _orders.Add(1);

    public static string NameOf(Decision decision) => decision switch
    {
        Decision.Serve => "serve",
        Decision.ShowRefund => "refunded",
        Decision.RequirePayment => "require_payment",
        Decision.RefuseWithoutOrder => "refuse_without_order",
        Decision.LimitOrders => "order_limit",
        Decision.ComeAgain or Decision.ComeAgainForRandom => "come_again",
        _ => "unavailable",
    };
}

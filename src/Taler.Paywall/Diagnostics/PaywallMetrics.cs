using System.Diagnostics.Metrics;
using Taler.Paywall.StateMachine;

namespace Taler.Paywall.Diagnostics;

/// <summary>What an operator counts. Tags are small closed sets; no resource, order or session is one.</summary>
internal sealed class PaywallMetrics
{
    private readonly Counter<long> _requests;
    private readonly Counter<long> _orders;

    public PaywallMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(TalerPaywallDefaults.MeterName);
        _requests = meter.CreateCounter<long>("taler.paywall.requests", "{request}", "Requests for protected resources, by how they were answered.");
        _orders = meter.CreateCounter<long>("taler.paywall.orders.created", "{order}", "Orders created at the merchant backend; repeated requests for one order count each.");
    }

    public void Served(bool fromCache)
    {
        if (_requests.Enabled)
            _requests.Add(1, new KeyValuePair<string, object?>("decision", fromCache ? "serve_cached" : "serve"));
    }

    public void Answered(Decision decision)
    {
        if (_requests.Enabled)
            _requests.Add(1, new KeyValuePair<string, object?>("decision", Name(decision)));
    }

    public void OrderCreated() => _orders.Add(1);

    private static string Name(Decision decision) => decision switch
    {
        Decision.Serve => "serve",
        Decision.ShowRefund => "refunded",
        Decision.RequirePayment => "require_payment",
        Decision.RefuseWithoutOrder => "refuse_without_order",
        Decision.ComeAgain or Decision.ComeAgainForRandom => "come_again",
        _ => "unavailable",
    };
}

using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Moq;
using Taler.Merchant;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Orders;
using Taler.Paywall.Resources;
using Taler.Paywall.Sessions;
using Taler.Paywall.StateMachine;
using Taler.TestKit;

namespace Taler.Paywall.Tests.Orders;

/// <summary>Walks at a backend that says of each order what a test wants. An order that is created is unpaid until the test says otherwise.</summary>
internal sealed class WalkBench : IDisposable
{
    public const string Url = "https://shop.example/essays/maps";
    public const string PublicBase = "https://pay.example/shop/";

    public static readonly Uri BaseUrl = new("http://127.0.0.1:9966/instances/sandbox/");
    public static readonly SessionId Alice = SessionId.Create();
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(65);
    public static readonly Offer Essay = MakeOffer("KUDOS:1");
    public static readonly OrderId First = Essay.OrderIdAfter(null, Alice);
    public static readonly OrderId Second = Essay.OrderIdAfter(First, Alice);
    public static readonly OrderId Third = Essay.OrderIdAfter(Second, Alice);
    public static readonly OrderId Older = OrderId.Parse("OLDER");

    private static readonly ResourceKey Key = ResourceKey.Of("essay:maps");

    private readonly ServiceProvider _services;
    private readonly MeterListener _listener = new();
    private readonly OrderBudget _budget;
    private readonly OrderWalk _walk;

    public WalkBench(TalerOrderLimitOptions? limits = null)
    {
        _services = new ServiceCollection().AddMetrics().AddLogging(logging => logging.AddProvider(Logs)).BuildServiceProvider();
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
            Counts.Add(instrument.Name["taler.paywall.orders.".Length..] + (tags.IsEmpty ? "" : ":" + tags[0].Value)));
        _listener.Start();
        var merchant = new Mock<ITalerMerchantClient>(MockBehavior.Strict);
        merchant.Setup(client => client.CreateOrderAsync(It.IsAny<CreateOrderRequest>(), It.IsAny<CancellationToken>()))
            .Returns(async (CreateOrderRequest order, CancellationToken end) =>
            {
                await Trouble("create", end);
                return Create(order);
            });
        merchant.Setup(client => client.GetOrderStatusAsync(It.IsAny<OrderId>(), Alice, It.IsAny<CancellationToken>()))
            .Returns(async (OrderId order, SessionId? _, CancellationToken end) =>
            {
                Asked.Add(order);
                await Trouble("ask", end);
                return Orders.GetValueOrDefault(order) ?? new OrderStatus.NotFound();
            });
        merchant.Setup(client => client.GetSessionStatusAsync(Alice, Url, It.IsAny<CancellationToken>()))
            .Returns(async (SessionId _, string _, CancellationToken end) =>
            {
                await Trouble("session", end);
                return PaidBySession is { } order ? new SessionStatus.Paid(order) : new SessionStatus.NotFound();
            });
        var loggers = _services.GetRequiredService<ILoggerFactory>();
        var pace = new TroublePace(Clock);
        var metrics = new PaywallMetrics(meters);
        _budget = new OrderBudget(limits ?? new TalerOrderLimitOptions());
        Payments = new RememberedPayments(new SessionPaymentCache(Clock, 10), Clock, new TroubleLog<RememberedPayments>(loggers.CreateLogger<RememberedPayments>(), pace));
        _walk = new OrderWalk(
            new OrderBook(merchant.Object, new BackendAddress(BaseUrl, new Uri(PublicBase)), metrics),
            _budget,
            Payments,
            metrics,
            Clock,
            Options.Create(new TalerMerchantOptions()),
            new TroubleLog<OrderWalk>(loggers.CreateLogger<OrderWalk>(), pace));
    }

    public ManualClock Clock { get; } = new();

    public LogProbe Logs { get; } = new();

    public RememberedPayments Payments { get; }

    /// <summary>What the backend says of each order; it knows no others.</summary>
    public Dictionary<OrderId, OrderStatus> Orders { get; } = [];

    /// <summary>What becomes of an order that is created.</summary>
    public OrderStatus NewOrder { get; set; } = Unpaid;

    public List<CreateOrderRequest> Created { get; } = [];

    public List<OrderId> Asked { get; } = [];

    /// <summary>The order by which the session has paid for the page, for those who ask for it by the session.</summary>
    public OrderId? PaidBySession { get; set; }

    /// <summary>Comes before every answer of the backend: it may fail or hang.</summary>
    public Func<string, CancellationToken, Task> Trouble { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What was counted for operators.</summary>
    public List<string> Counts { get; } = [];

    public IEnumerable<OrderId> CreatedIds => Created.Select(order => order.OrderId!);

    public static OrderStatus.Unpaid Unpaid => new() { OrderStatusUrl = new Uri(BaseUrl, "orders/O"), TalerPayUri = new TalerPayUri(BaseUrl, Older) };

    public static OrderStatus.Claimed Claimed => new() { ContractTerms = Terms };

    public static OrderStatus.Paid Paid => new() { OrderStatusUrl = new Uri(BaseUrl, "orders/O"), ContractTerms = Terms };

    public static OrderStatus.Paid PaidForAnother => Paid with { ContractTerms = Terms with { FulfillmentUrl = "https://shop.example/essays/rain", Extra = null } };

    public static ContractTerms Terms => new()
    {
        Summary = "An essay",
        Amount = Essay.Resource.Price,
        FulfillmentUrl = Url,
        Extra = JsonSerializer.SerializeToElement(ResourceCheck.Extra(Essay)),
    };

    public static TalerMerchantException Down => new(TalerMerchantFailure.Unreachable, "The backend is down.");

    public static OrderEntry Entry(OrderId order, OrderMark mark = OrderMark.None, Offer? offer = null) => new(Key, (offer ?? Essay).TermsHash, order, mark);

    public static Offer MakeOffer(string price, TimeSpan? refundDelay = null)
    {
        var settings = new TalerPaywallResource { Price = price, Name = "essay:{slug}", Summary = "An essay", RefundDelay = refundDelay };
        var rule = ResourceRuleCompiler.ForEndpoint("test", RoutePatternFactory.Parse("/essays/{slug}"), settings);
        return new Offer(Resource.FromEndpoint(rule, new() { ["slug"] = "maps" }), Url, "https://shop.example");
    }

    public TalerPayment Payment(OrderId order) =>
        new(order, Essay.Resource.Price, refundDeadline: null, new Uri(PublicBase + "orders/O"), Clock.GetUtcNow());

    /// <summary>A payment that was confirmed now and that the cache holds.</summary>
    public async Task<TalerPayment> RememberAsync(OrderId order)
    {
        var payment = Payment(order);
        await Payments.StoreAsync(payment, Essay.Resource.Name, Alice, Memory);
        return payment;
    }

    public async Task<bool> RemembersAsync(OrderId order) => await Payments.FindAsync(order, Essay.Resource.Name, Alice, default) is not null;

    public Task<WalkResult> WalkAsync(
        OrderOrigin start, OrderEntry? entry = null, Purchase purchase = Purchase.Any, TalerPayment? remembered = null, Offer? offer = null, SessionId? session = null, OrderEntry? own = null) =>
        _walk.WalkAsync(new Buyer(session ?? Alice, start, entry, own, purchase, remembered, IPAddress.Loopback), Key, offer ?? Essay, Memory, default);

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
        _budget.Dispose();
        Logs.Dispose();
    }

    private CreateOrderResult Create(CreateOrderRequest order)
    {
        Created.Add(order);
        return Orders.TryAdd(order.OrderId!, NewOrder) ? new CreateOrderResult.Created { OrderId = order.OrderId! } : new CreateOrderResult.Exists();
    }
}

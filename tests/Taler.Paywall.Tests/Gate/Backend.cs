using System.Text.Json;
using Moq;
using Taler.Merchant;

namespace Taler.Paywall.Tests.Gate;

/// <summary>A merchant backend without a wire: it keeps orders, and a test decides what becomes of them.</summary>
internal sealed class Backend
{
    private const string BaseUrl = "http://127.0.0.1:9966/instances/sandbox/";

    private readonly Dictionary<OrderId, CreateOrderRequest> _orders = [];
    private readonly HashSet<OrderId> _paid = [];
    private readonly Mock<ITalerMerchantClient> _client = new(MockBehavior.Strict);

    public Backend()
    {
        _client.Setup(client => client.CreateOrderAsync(It.IsAny<CreateOrderRequest>(), It.IsAny<CancellationToken>()))
            .Returns((CreateOrderRequest order, CancellationToken _) => Hangs ? new TaskCompletionSource<CreateOrderResult>().Task : Task.FromResult(Create(order)));
        _client.Setup(client => client.GetOrderStatusAsync(It.IsAny<OrderId>(), It.IsAny<SessionId?>(), It.IsAny<CancellationToken>()))
            .Returns((OrderId order, SessionId? _, CancellationToken _) => Task.FromResult(Ask(order)));
        _client.Setup(client => client.GetSessionStatusAsync(It.IsAny<SessionId>(), It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns(() => Task.FromResult(AskSession()));
    }

    public ITalerMerchantClient Client => _client.Object;

    /// <summary>How often it was asked for anything.</summary>
    public int Calls => _client.Invocations.Count;

    public IReadOnlyCollection<CreateOrderRequest> Orders => _orders.Values;

    public bool IsDown { get; set; }

    /// <summary>How many more questions it answers before it goes down; null if it does not.</summary>
    public int? AnswersLeft { get; set; }

    /// <summary>Whether it answers nothing that it is asked from now on.</summary>
    public bool Hangs { get; set; }

    /// <summary>Whether every paid order counts as refunded.</summary>
    public bool Refunds { get; set; }

    /// <summary>Whether a wallet holds every order that is not paid.</summary>
    public bool Claims { get; set; }

    /// <summary>The order that a wallet paid before for the same page; named while another is unpaid.</summary>
    public OrderId? AlreadyPaid { get; set; }

    /// <summary>Whether it keeps no orders any more.</summary>
    public bool IsEmpty { get; set; }

    /// <summary>The order by which the session has paid for the page, for those who ask for it by the session.</summary>
    public OrderId? PaidBySession { get; set; }

    public void PayAll() => _paid.UnionWith(_orders.Keys);

    /// <summary>Another session proves every purchase, so it is claimed for all others.</summary>
    public void MoveAll()
    {
        _paid.Clear();
        Claims = true;
    }

    private CreateOrderResult Create(CreateOrderRequest order)
    {
        ThrowIfDown();
        return _orders.TryAdd(order.OrderId!, order) ? new CreateOrderResult.Created { OrderId = order.OrderId! } : new CreateOrderResult.Exists();
    }

    private OrderStatus Ask(OrderId id)
    {
        ThrowIfDown();
        var url = new Uri($"{BaseUrl}orders/{id}");
        if (IsEmpty || !_orders.TryGetValue(id, out var order))
            return new OrderStatus.NotFound();
        if (_paid.Contains(id))
            return new OrderStatus.Paid { OrderStatusUrl = url, ContractTerms = TermsOf(order), Refunded = Refunds };
        return Claims
            ? new OrderStatus.Claimed { ContractTerms = TermsOf(order) }
            : new OrderStatus.Unpaid { OrderStatusUrl = url, TalerPayUri = new TalerPayUri(new Uri(BaseUrl), id), AlreadyPaidOrderId = AlreadyPaid };
    }

    private SessionStatus AskSession()
    {
        ThrowIfDown();
        return PaidBySession is { } order ? new SessionStatus.Paid(order) : new SessionStatus.NotFound();
    }

    private void ThrowIfDown()
    {
        IsDown |= AnswersLeft == 0;
        AnswersLeft--;
        if (IsDown)
            throw new TalerMerchantException(TalerMerchantFailure.Unreachable, "The backend is down.");
    }

    private static ContractTerms TermsOf(CreateOrderRequest order) => new()
    {
        Summary = order.Summary,
        Amount = order.Amount,
        FulfillmentUrl = order.FulfillmentUrl,
        Extra = JsonSerializer.SerializeToElement(order.Extra),
    };
}

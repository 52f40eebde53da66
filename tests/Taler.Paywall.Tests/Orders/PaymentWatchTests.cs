using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Moq;
using Taler.Merchant;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Orders;
using Taler.Paywall.Resources;
using Taler.Paywall.Sessions;
using Taler.TestKit;

namespace Taler.Paywall.Tests.Orders;

public sealed class PaymentWatchTests : IAsyncDisposable
{
    private const string Url = "https://shop.example/essays/maps";

    private static readonly Uri BaseUrl = new("http://127.0.0.1:9966/instances/sandbox/");
    private static readonly SessionId Alice = SessionId.Create();
    private static readonly OrderId Order = OrderId.Parse("O1");
    private static readonly OrderId Older = OrderId.Parse("O0");
    private static readonly Offer Offer = MakeOffer("KUDOS:1");
    private static readonly OrderEntry Entry = new(ResourceKey.Of("essay:maps"), Offer.TermsHash, Order, OrderMark.None);

    private readonly PatientClock _clock = new(limit: TimeSpan.FromSeconds(2.5));
    private readonly LogProbe _logs = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Mock<ITalerMerchantClient> _merchant = new(MockBehavior.Strict);
    private readonly ServiceProvider _services;
    private SessionStatus? _session = new SessionStatus.NotFound();
    private readonly Channel<Question> _questions = Channel.CreateUnbounded<Question>();
    private int _waits;

    public PaymentWatchTests()
    {
        _services = new ServiceCollection().AddMetrics().AddLogging(logging => logging.AddProvider(_logs)).BuildServiceProvider();
        _merchant.Setup(client => client.GetSessionStatusAsync(Alice, Url, It.IsAny<CancellationToken>()))
            .Returns(() => _session is { } status ? Task.FromResult(status) : Task.FromException<SessionStatus>(Trouble()));
        _merchant.Setup(client => client.WaitForPaymentAsync(Order, Alice, PaymentWatch.Round, It.IsAny<CancellationToken>()))
            .Returns((OrderId _, SessionId? _, TimeSpan _, CancellationToken cancellationToken) =>
            {
                _waits++;
                var question = new Question(cancellationToken);
                _questions.Writer.TryWrite(question);
                return question.Status;
            });
    }

    private static OrderStatus Unpaid => new OrderStatus.Unpaid { OrderStatusUrl = BaseUrl, TalerPayUri = new TalerPayUri(BaseUrl, Order) };

    private static OrderStatus Claimed => new OrderStatus.Claimed { ContractTerms = Terms() };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _stopping.Dispose();
        _clock.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task Nothing_happens_and_after_the_limit_that_is_said()
    {
        Backend(wait =>
        {
            _clock.Advance(wait);
            return Unpaid;
        });

        Assert.Equal(PaymentNews.Unpaid, await WatchAsync());
        Assert.Equal(7, _waits);
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task A_backend_that_does_not_wait_is_asked_with_pauses()
    {
        Backend(_ => Unpaid);

        Assert.Equal(PaymentNews.Unpaid, await WatchAsync());
        Assert.Equal(10, _waits);
        Assert.Equal(Enumerable.Repeat(PaymentWatch.Pause, 10), _clock.Waits);
    }

    [Fact]
    public async Task A_backend_that_waits_for_half_a_round_is_asked_without_pauses()
    {
        Backend(_ =>
        {
            _clock.Advance(PaymentWatch.Round / 2);
            return Unpaid;
        });

        Assert.Equal(PaymentNews.Unpaid, await WatchAsync());
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task A_payment_is_told_at_once()
    {
        Backend(_ => _waits < 3 ? Unpaid : Paid());

        Assert.Equal(PaymentNews.Paid, await WatchAsync());
        Assert.Equal(3, _waits);
        Assert.Equal(Enumerable.Repeat(PaymentWatch.Pause, 2), _clock.Waits);
    }

    [Fact]
    public async Task An_older_payment_that_the_backend_names_counts()
    {
        Backend(_ => (OrderStatus.Unpaid)Unpaid with { AlreadyPaidOrderId = Older });

        Assert.Equal(PaymentNews.Paid, await WatchAsync());
    }

    [Fact]
    public async Task That_a_wallet_took_the_order_is_told_after_one_round()
    {
        Backend(_ => Claimed);

        Assert.Equal(PaymentNews.Claimed, await WatchAsync());
        Assert.Equal(1, _waits);
        Assert.Equal([PaymentWatch.Pause], _clock.Waits);
    }

    [Fact]
    public async Task A_claimed_order_is_paid_if_the_session_has_paid_by_another()
    {
        Backend(_ => Claimed);
        SessionHasPaid(Paid());

        Assert.Equal(PaymentNews.Paid, await WatchAsync());
    }

    [Fact]
    public async Task What_the_page_would_not_take_for_a_payment_leaves_the_order_claimed()
    {
        OrderStatus[] statuses =
        [
            Paid() with { Refunded = true },
            Paid() with { RefundAmount = Amount.Parse("KUDOS:0.1") },
            Paid() with { ContractTerms = Terms() with { Amount = Amount.Parse("KUDOS:0.5") } },
            Claimed,
            new OrderStatus.NotFound(),
        ];
        Backend(_ => Claimed);
        foreach (var status in statuses)
        {
            SessionHasPaid(status);
            Assert.Equal(PaymentNews.Claimed, await WatchAsync());
        }
    }

    [Fact]
    public async Task A_backend_that_does_not_say_which_order_was_paid_leaves_the_order_claimed()
    {
        Backend(_ => Claimed);
        foreach (var status in new SessionStatus[] { new SessionStatus.Paid(null), new SessionStatus.Unpaid() })
        {
            _session = status;
            Assert.Equal(PaymentNews.Claimed, await WatchAsync());
        }
    }

    [Fact]
    public async Task A_backend_that_fails_on_the_older_order_leaves_the_order_claimed()
    {
        Backend(_ => Claimed);
        _session = new SessionStatus.Paid(Older);
        _merchant.Setup(client => client.GetOrderStatusAsync(Older, Alice, It.IsAny<CancellationToken>())).ThrowsAsync(Trouble());

        Assert.Equal(PaymentNews.Claimed, await WatchAsync());
    }

    [Fact]
    public async Task A_backend_that_cannot_tell_of_sessions_leaves_the_order_claimed()
    {
        Backend(_ => Claimed);
        _session = null;

        Assert.Equal(PaymentNews.Claimed, await WatchAsync());
        Assert.Empty(_logs.Lines);
    }

    [Fact]
    public async Task A_wallet_that_has_until_the_end_of_time_has_the_order()
    {
        var deadline = Timestamp.FromDateTimeOffset(DateTimeOffset.MaxValue);
        Backend(_ => new OrderStatus.Claimed { ContractTerms = Terms() with { PayDeadline = deadline } });

        Assert.Equal(PaymentNews.Claimed, await WatchAsync());
    }

    [Fact]
    public async Task A_wallet_that_let_the_time_pass_has_the_order_no_more()
    {
        var deadline = Timestamp.FromDateTimeOffset(_clock.GetUtcNow());
        Backend(_ => new OrderStatus.Claimed { ContractTerms = Terms() with { PayDeadline = deadline } });

        _clock.Advance(OrderInHand.TimeToPay);
        var justOver = await WatchAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((PaymentNews.Claimed, PaymentNews.Changed), (justOver, await WatchAsync()));
    }

    [Fact]
    public async Task A_site_without_an_address_believes_its_own_order_for_another_page_and_not_one_that_the_backend_names()
    {
        var offer = MakeOffer("KUDOS:1", site: "");
        var moved = Paid() with
        {
            ContractTerms = Terms() with { FulfillmentUrl = "https://shop.example/moved", Extra = JsonSerializer.SerializeToElement(ResourceCheck.Extra(offer)) },
        };
        SessionHasPaid(moved);

        Backend(_ => moved);
        var own = await Watch().WaitAsync(Alice, Entry with { TermsHash = offer.TermsHash }, offer, default);
        Backend(_ => Claimed);
        var named = await Watch().WaitAsync(Alice, Entry with { TermsHash = offer.TermsHash }, offer, default);

        Assert.Equal((PaymentNews.Paid, PaymentNews.Claimed), (own, named));
    }

    [Fact]
    public async Task What_can_no_longer_be_paid_has_changed()
    {
        var over = Timestamp.FromDateTimeOffset(_clock.GetUtcNow());
        OrderStatus[] statuses =
        [
            new OrderStatus.NotFound(),
            (OrderStatus.Unpaid)Unpaid with { PayDeadline = over },
            Paid() with { Refunded = true },
            Paid() with { ContractTerms = Terms() with { FulfillmentUrl = "https://shop.example/another" } },
        ];
        foreach (var status in statuses)
        {
            Backend(_ => status);
            Assert.Equal(PaymentNews.Changed, await WatchAsync());
        }
    }

    [Fact]
    public async Task An_offer_on_other_terms_has_changed()
    {
        Backend(_ => Unpaid);

        Assert.Equal(PaymentNews.Changed, await Watch().WaitAsync(Alice, Entry, MakeOffer("KUDOS:2"), default));
    }

    [Theory]
    [InlineData("Computed")]
    [InlineData("Dropped")]
    public async Task A_marked_order_is_on_no_page_and_nobody_is_asked(string mark)
    {
        var entry = Entry with { Mark = Enum.Parse<OrderMark>(mark) };

        Assert.Equal(PaymentNews.Changed, await Watch().WaitAsync(Alice, entry, Offer, default));
        Assert.Equal(PaymentNews.Changed, await Watch().LookAsync(Alice, entry, Offer, default));
    }

    [Theory]
    [InlineData(false, "Unpaid")]
    [InlineData(true, "Claimed")]
    public async Task Who_only_looks_is_told_at_once_how_things_stand(bool isClaimed, string expected)
    {
        _merchant.Setup(client => client.GetOrderStatusAsync(Order, Alice, It.IsAny<CancellationToken>())).ReturnsAsync(isClaimed ? Claimed : Unpaid);

        var news = await Watch().LookAsync(Alice, Entry, Offer, default);

        Assert.Equal(expected, news.ToString());
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task Trouble_is_logged_and_nothing_is_known()
    {
        Backend(_ => throw Trouble());

        Assert.Equal(PaymentNews.Unknown, await WatchAsync());
        Assert.Equal((LogLevel.Warning, "BackendUnavailable"), Assert.Single(_logs.Lines.Select(line => (line.Level, line.Event))));
    }

    [Fact]
    public async Task What_nobody_thought_of_is_logged_as_an_error_and_nothing_is_known()
    {
        Backend(_ => throw new InvalidOperationException("out of order"));

        Assert.Equal(PaymentNews.Unknown, await WatchAsync());
        Assert.Equal((LogLevel.Error, "Unexpected"), Assert.Single(_logs.Lines.Select(line => (line.Level, line.Event))));
    }

    [Fact]
    public async Task Who_leaves_ends_his_own_wait_and_no_question_to_the_backend()
    {
        using var visitor = new CancellationTokenSource();
        var watch = Watch();
        var leaving = watch.WaitAsync(Alice, Entry, Offer, visitor.Token);
        var question = await _questions.Reader.ReadAsync(TestContext.Current.CancellationToken);

        await visitor.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        Assert.False(question.IsGivenUp);
        question.Answer(Paid());
        Assert.Empty(_logs.Lines);
    }

    [Fact]
    public async Task All_who_wait_for_an_order_share_one_question_to_the_backend()
    {
        using var visitor = new CancellationTokenSource();
        var watch = Watch();
        var leaving = watch.WaitAsync(Alice, Entry, Offer, visitor.Token);
        var question = await _questions.Reader.ReadAsync(TestContext.Current.CancellationToken);
        await visitor.CancelAsync();

        var waits = Enumerable.Range(0, 4).Select(_ => watch.WaitAsync(Alice, Entry, Offer, default)).ToList();
        question.Answer(Paid());

        Assert.All(await Task.WhenAll(waits), news => Assert.Equal(PaymentNews.Paid, news));
        Assert.Equal(1, _waits);
        Assert.True(leaving.IsCanceled);
    }

    [Fact]
    public async Task Other_terms_of_the_offer_are_another_question()
    {
        var watch = Watch();
        var waits = new[] { watch.WaitAsync(Alice, Entry, Offer, default), watch.WaitAsync(Alice, Entry, MakeOffer("KUDOS:2"), default) };

        foreach (var _ in waits)
            (await _questions.Reader.ReadAsync(TestContext.Current.CancellationToken)).Answer((OrderStatus.Unpaid)Unpaid with { AlreadyPaidOrderId = Older });

        Assert.All(await Task.WhenAll(waits), news => Assert.Equal(PaymentNews.Paid, news));
    }

    [Fact]
    public async Task A_backend_that_hangs_is_logged_and_nothing_is_known()
    {
        var waiting = WatchAsync();
        var question = await _questions.Reader.ReadAsync(TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromSeconds(18) - TimeSpan.FromTicks(1));
        Assert.False(question.IsGivenUp);
        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(PaymentNews.Unknown, await waiting);
        Assert.True(question.IsGivenUp);
        Assert.Equal((LogLevel.Warning, "BackendSlow"), Assert.Single(_logs.Lines.Select(line => (line.Level, line.Event))));
    }

    [Fact]
    public async Task An_application_that_stops_ends_the_question_at_once()
    {
        var waiting = WatchAsync();
        var question = await _questions.Reader.ReadAsync(TestContext.Current.CancellationToken);

        await _stopping.CancelAsync();

        Assert.Equal(PaymentNews.Unknown, await waiting);
        Assert.True(question.IsGivenUp);
        Assert.Empty(_logs.Lines);
    }

    [Fact]
    public async Task Beyond_the_bound_nobody_else_waits_and_nothing_is_known()
    {
        var watch = Watch();
        var waits = Enumerable.Range(0, PaymentWatch.MaxRounds).Select(i => watch.WaitAsync(Alice, Entry with { TermsHash = (uint)i }, Offer, default)).ToList();

        Assert.Equal(PaymentNews.Unknown, await watch.WaitAsync(Alice, Entry, Offer, default));
        Assert.Equal("TooManyQuestions", Assert.Single(_logs.Lines).Event);
        Assert.All(waits, wait => Assert.False(wait.IsCompleted));
    }

    [Fact]
    public async Task An_application_without_a_host_watches_as_well()
    {
        Backend(_ => Paid());

        Assert.Equal(PaymentNews.Paid, await Watch(host: null).WaitAsync(Alice, Entry, Offer, default));
    }

    private static OrderStatus.Paid Paid() => new() { OrderStatusUrl = BaseUrl, ContractTerms = Terms() };

    private static ContractTerms Terms() => new() { Summary = "An essay", Amount = Offer.Resource.Price, FulfillmentUrl = Url };

    private static TalerMerchantException Trouble() => new(TalerMerchantFailure.Unreachable, "The backend is down.");

    private static Offer MakeOffer(string price, string site = "https://shop.example")
    {
        var rule = ResourceRuleCompiler.ForEndpoint(
            "test", RoutePatternFactory.Parse("/essays/{slug}"), new TalerPaywallResource { Price = price, Name = "essay:{slug}", Summary = "An essay" });
        return new Offer(Resource.FromEndpoint(rule, new() { ["slug"] = "maps" }), Url, site);
    }

    private void Backend(Func<TimeSpan, OrderStatus> answer) =>
        _merchant.Setup(client => client.WaitForPaymentAsync(Order, Alice, It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()))
            .Returns((OrderId _, SessionId? _, TimeSpan wait, CancellationToken _) =>
            {
                _waits++;
                return Task.FromResult(answer(wait));
            });

    private void SessionHasPaid(OrderStatus older)
    {
        _session = new SessionStatus.Paid(Older);
        _merchant.Setup(client => client.GetOrderStatusAsync(Older, Alice, It.IsAny<CancellationToken>())).ReturnsAsync(older);
    }

    [Fact]
    public async Task Beyond_its_bound_no_question_is_asked_and_that_is_unknown()
    {
        _merchant.Setup(client => client.GetOrderStatusAsync(Order, It.IsAny<SessionId>(), It.IsAny<CancellationToken>()))
            .Returns(new TaskCompletionSource<OrderStatus>().Task);
        var watch = Watch();
        var asking = Enumerable.Range(0, PaymentWatch.MaxRounds).Select(_ => watch.LookAsync(SessionId.Create(), Entry, Offer, default)).ToList();

        var news = await watch.LookAsync(Alice, Entry, Offer, default);

        Assert.Equal(PaymentNews.Unknown, news);
        Assert.All(asking, look => Assert.False(look.IsCompleted));
        Assert.Equal("TooManyQuestions", Assert.Single(_logs.Lines, line => line.Level == LogLevel.Warning).Event);
    }

    private Task<PaymentNews> WatchAsync() => Watch().WaitAsync(Alice, Entry, Offer, default);

    private PaymentWatch Watch() => Watch(Mock.Of<IHostApplicationLifetime>(host => host.ApplicationStopping == _stopping.Token));

    private PaymentWatch Watch(IHostApplicationLifetime? host) => new(
        new OrderBook(_merchant.Object, new BackendAddress(BaseUrl, BaseUrl), new PaywallMetrics(_services.GetRequiredService<IMeterFactory>())),
        _clock,
        Options.Create(new TalerMerchantOptions()),
        new TroubleLog<PaymentWatch>(_services.GetRequiredService<ILogger<PaymentWatch>>(), new TroublePace(_clock)),
        host);

    /// <summary>A question that waits at the backend until a test answers it.</summary>
    private sealed class Question(CancellationToken cancellationToken)
    {
        private readonly TaskCompletionSource<OrderStatus> _status = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsGivenUp => cancellationToken.IsCancellationRequested;

        public Task<OrderStatus> Status => _status.Task.WaitAsync(cancellationToken);

        public void Answer(OrderStatus status) => _status.SetResult(status);
    }
}

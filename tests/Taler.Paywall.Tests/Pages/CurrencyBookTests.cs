using Microsoft.Extensions.Logging;
using Moq;
using Taler.Merchant;
using Taler.Paywall.Pages;
using Taler.TestKit;

namespace Taler.Paywall.Tests.Pages;

/// <summary>What is known of currencies, and how often the backend is asked for it.</summary>
public sealed class CurrencyBookTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly LogProbe _logs = new();
    private readonly Mock<ITalerMerchantClient> _merchant = new(MockBehavior.Strict);
    private readonly CurrencyBook _book;
    private int _asked;
    private Func<Task<MerchantConfig>> _answer = () => Task.FromResult(Config("ク"));

    public CurrencyBookTests()
    {
        _merchant.Setup(merchant => merchant.GetConfigAsync(It.IsAny<CancellationToken>())).Returns(() =>
        {
            Interlocked.Increment(ref _asked);
            return _answer();
        });
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logs));
        _book = new CurrencyBook(_merchant.Object, _clock, loggers.CreateLogger<CurrencyBook>());
    }

    public void Dispose()
    {
        _book.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task Nothing_is_asked_before_a_price_is_shown_and_then_nobody_waits()
    {
        var answer = new TaskCompletionSource<MerchantConfig>();
        _answer = () => answer.Task;
        Assert.Equal(0, _asked);

        Assert.Null(_book.FindAndRefresh("KUDOS"));
        answer.SetResult(Config("ク"));
        await _book.RefreshAsync();

        Assert.Equal("ク", Symbol("KUDOS"));
        Assert.Null(_book.FindAndRefresh("EUR"));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task One_question_is_enough_for_all_who_ask_at_once()
    {
        var answer = new TaskCompletionSource<MerchantConfig>();
        _answer = () => answer.Task;

        Parallel.For(0, 100, _ => _book.FindAndRefresh("KUDOS"));
        answer.SetResult(Config("ク"));
        await _book.RefreshAsync();
        Parallel.For(0, 100, _ => _book.FindAndRefresh("KUDOS"));

        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task It_is_asked_again_after_an_hour_and_what_was_known_holds_until_then()
    {
        await _book.RefreshAsync();
        _answer = () => Task.FromResult(Config("K"));

        _clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        await _book.RefreshAsync();
        Assert.Equal(("ク", 1), (Symbol("KUDOS"), _asked));
        _clock.Advance(TimeSpan.FromTicks(1));
        await _book.RefreshAsync();

        Assert.Equal(("K", 2), (Symbol("KUDOS"), _asked));
    }

    [Fact]
    public async Task A_failure_is_no_trouble_and_is_not_repeated_within_a_minute()
    {
        _answer = () => throw new TalerMerchantException(TalerMerchantFailure.Unreachable, "The backend is down.");
        await _book.RefreshAsync();

        _clock.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        await _book.RefreshAsync();
        Assert.Equal(1, _asked);
        _answer = () => Task.FromResult(Config("ク"));
        _clock.Advance(TimeSpan.FromTicks(1));
        await _book.RefreshAsync();

        Assert.Equal(("ク", 2), (Symbol("KUDOS"), _asked));
        Assert.Equal(LogLevel.Debug, Assert.Single(_logs.Lines).Level);
    }

    [Fact]
    public async Task What_was_known_survives_a_failure()
    {
        await _book.RefreshAsync();
        _answer = () => throw new InvalidOperationException("Nobody thought of it.");

        _clock.Advance(TimeSpan.FromHours(1));
        await _book.RefreshAsync();

        Assert.Equal("ク", Symbol("KUDOS"));
    }

    [Fact]
    public async Task What_is_bound_to_a_request_does_not_go_with_the_question()
    {
        var request = new AsyncLocal<string> { Value = "the request" };
        string? seen = null;
        _answer = () =>
        {
            seen = request.Value;
            return Task.FromResult(Config("ク"));
        };

        await _book.RefreshAsync();

        Assert.Equal(("the request", null), (request.Value, seen));
    }

    [Fact]
    public async Task An_application_that_stops_asks_no_more()
    {
        _book.Dispose();

        await _book.RefreshAsync();

        Assert.Equal(0, _asked);
    }

    private string? Symbol(string currency) => _book.FindAndRefresh(currency)?.AlternativeUnitNames["0"];

    private static MerchantConfig Config(string symbol) => new()
    {
        Version = "25:0:13",
        Currency = "KUDOS",
        Currencies = new Dictionary<string, CurrencySpecification>(StringComparer.Ordinal)
        {
            ["KUDOS"] = new() { Name = "Kudos", AlternativeUnitNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["0"] = symbol } },
        },
    };
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant.ContractTests.Backends;

namespace Taler.Merchant.ContractTests;

/// <summary>A client of a backend that cleans up what it made there.</summary>
public abstract class MerchantContractBase(IMerchantBackend backend) : IAsyncLifetime
{
    private readonly List<OrderId> _orders = [];
    private readonly List<ServiceProvider> _providers = [];
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    protected ITalerMerchantClient Client { get; private set; } = null!;

    protected string Currency { get; private set; } = "";

    protected Uri BaseUrl => backend.BaseUrl;

    protected Amount Cheap => Money("0.01");

    public async ValueTask InitializeAsync()
    {
        Client = MakeClient(options => options.AccessToken = backend.AccessToken);
        Currency = (await Client.GetConfigAsync()).Currency;
    }

    public async ValueTask DisposeAsync()
    {
        // A paid order stays with the backend; only the sandbox meets wallets.
        foreach (var orderId in _orders)
            await IgnoreRefusalAsync(() => Client.DeleteOrderAsync(orderId, force: true));
        foreach (var provider in _providers)
            await provider.DisposeAsync();
        _http.Dispose();
    }

    protected Amount Money(string value) => Amount.Parse($"{Currency}:{value}");

    protected ITalerMerchantClient MakeClient(Action<TalerMerchantOptions> configure)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddTalerMerchant(options =>
        {
            options.BaseUrl = backend.BaseUrl.AbsoluteUri;
            options.Timeout = TimeSpan.FromSeconds(30);
            configure(options);
        });
        var provider = services.BuildServiceProvider();
        _providers.Add(provider);
        return provider.GetRequiredService<ITalerMerchantClient>();
    }

    protected static OrderId NewOrderId() => OrderId.Parse("contract-" + Guid.NewGuid().ToString("N"));

    protected static string NewUrl() => "https://shop.example/" + Guid.NewGuid().ToString("N");

    /// <summary>An order with an ID of our own and a fulfillment URL that no other test has.</summary>
    protected CreateOrderRequest AnOrder() => new() { OrderId = NewOrderId(), Amount = Cheap, Summary = "Contract test", FulfillmentUrl = NewUrl() };

    protected async Task<CreateOrderResult.Created> CreateAsync(CreateOrderRequest request)
    {
        var created = Assert.IsType<CreateOrderResult.Created>(await Client.CreateOrderAsync(request));
        _orders.Add(created.OrderId);
        return created;
    }

    protected async Task<OrderStatus.Unpaid> UnpaidAsync(OrderId orderId, SessionId? session = null) =>
        Assert.IsType<OrderStatus.Unpaid>(await Client.GetOrderStatusAsync(orderId, session));

    /// <summary>The status and code with which the backend refuses.</summary>
    protected static async Task<(int Status, int? Code)> RefusalAsync(Func<Task> call)
    {
        var exception = await Assert.ThrowsAsync<TalerMerchantException>(call);
        Assert.Equal(TalerMerchantFailure.Refused, exception.Failure);
        return ((int)exception.StatusCode!, exception.Code);
    }

    protected Task<Answer> GetAsync(string path, string? accept = null) => SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(BaseUrl, path)), accept);

    /// <summary>Sends what only the shop may send, past the client.</summary>
    protected Task<Answer> ShopAsync(HttpMethod method, string path, string? body = null, string? ifNoneMatch = null)
    {
        var request = new HttpRequestMessage(method, new Uri(BaseUrl, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", backend.AccessToken);
        if (ifNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return SendAsync(request, accept: null);
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request, string? accept)
    {
        using (request)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept ?? "application/json");
            using var response = await _http.SendAsync(request);
            return new Answer(
                (int)response.StatusCode,
                response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
                await response.Content.ReadAsStringAsync());
        }
    }

    private static async Task IgnoreRefusalAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (TalerMerchantException exception) when (exception.Failure == TalerMerchantFailure.Refused)
        {
            // The order is paid.
        }
    }
}

/// <summary>What came over the wire.</summary>
public sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public int? Code => (int?)Json["code"];

    public string? MediaType => Headers.GetValueOrDefault("Content-Type")?.Split(';')[0];
}

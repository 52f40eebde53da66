using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Taler.Merchant.Tests.Hosting;

public sealed class RegistrationTests
{
    [Fact]
    public void Adding_the_client_twice_changes_nothing()
    {
        static IEnumerable<Type> Own(IServiceCollection services) =>
            services.Select(service => service.ImplementationType ?? service.ServiceType).Where(type => type.Namespace!.StartsWith("Taler.", StringComparison.Ordinal));
        var services = new ServiceCollection();
        services.AddTalerMerchant();
        var once = Own(services).ToList();

        services.AddTalerMerchant();

        Assert.NotEmpty(once);
        Assert.Equal(once, Own(services));
        Assert.Single(services, service => service.ServiceType == typeof(TimeProvider));
    }

    [Fact]
    public void A_client_of_the_hosts_own_comes_first()
    {
        var own = Mock.Of<ITalerMerchantClient>();
        var services = new ServiceCollection();
        services.AddSingleton(own);

        services.AddTalerMerchant();

        using var provider = services.BuildServiceProvider();
        Assert.Same(own, provider.GetRequiredService<ITalerMerchantClient>());
    }

    [Fact]
    public async Task Every_try_takes_a_fresh_client_from_the_factory()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Html(503), Orders.Config, Orders.Config);
        var factory = new Mock<IHttpClientFactory>();
        factory.Setup(f => f.CreateClient(TalerMerchantDefaults.HttpClientName)).Returns(() => new HttpClient());
        await using var host = MerchantHost.Of(backend, services: services => services.AddSingleton(factory.Object));

        await host.Client.GetConfigAsync();
        await host.Client.GetConfigAsync();

        factory.Verify(f => f.CreateClient(TalerMerchantDefaults.HttpClientName), Times.Exactly(3));
    }

    [Fact]
    public async Task What_a_host_gives_to_all_its_clients_does_not_reach_this_one()
    {
        await using var backend = await ScriptedBackend.StartAsync(Orders.Config, Answers.Html(503), Answers.Redirect(307, "/instances/shop/config"));
        await using var host = MerchantHost.Of(backend, services: services => services.ConfigureHttpClientDefaults(defaults => defaults
            .ConfigureHttpClient(client =>
            {
                client.Timeout = TimeSpan.FromMilliseconds(1);
                client.BaseAddress = new Uri("http://127.0.0.1:9/");
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "of-another-service");
            })
            .ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler { AllowAutoRedirect = true })
            .AddHttpMessageHandler(() => new SendsAllTwice())));

        await host.Client.GetConfigAsync();
        var refund = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.RefundAsync(Orders.Id, Orders.Price, ""));
        var redirect = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.GetConfigAsync());

        Assert.Equal((TalerMerchantFailure.BackendTrouble, TalerMerchantFailure.InvalidAnswer), (refund.Failure, redirect.Failure));
        Assert.Equal([null, "Bearer " + MerchantHost.AccessToken, null], backend.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task What_is_added_to_this_client_alone_does_reach_it()
    {
        await using var backend = await ScriptedBackend.StartAsync(Orders.Config, Orders.Config);
        await using var host = MerchantHost.Of(backend, services: services => services.AddTalerMerchant().AddHttpMessageHandler(() => new SendsAllTwice()));

        await host.Client.GetConfigAsync();

        Assert.Equal(2, backend.Requests.Count);
    }

    private sealed class SendsAllTwice : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (await base.SendAsync(request, cancellationToken)).Dispose();
            return await base.SendAsync(request, cancellationToken);
        }
    }
}

using Taler.TestKit;

namespace Taler.Paywall.Testing.Tests;

/// <summary>What users can see changes only on purpose: the approved text changes in the same commit.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_approved_one()
    {
        const string Project = "Taler.Paywall.Testing";
        var described = PublicApi.Describe(typeof(PaywallAudit).Assembly);
        var approved = PublicApi.ApprovedFile(Project);
        var received = Path.Combine(AppContext.BaseDirectory, Project + ".PublicApi.received.txt");
        File.WriteAllText(received, described);

        Assert.True(
            File.Exists(approved) && File.ReadAllText(approved) == described,
            $"The public API of {Project} has changed. If it is meant, copy {received} to {approved} and tell users in CHANGELOG.md.");
    }

    [Fact]
    public void What_is_not_meant_for_users_is_internal_and_sealed() => Assert.DoesNotContain(typeof(PaywallAudit).Assembly.GetTypes(), type =>
        !type.IsVisible && type is { IsClass: true, IsSealed: false, IsAbstract: false } && !type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), inherit: false));
}

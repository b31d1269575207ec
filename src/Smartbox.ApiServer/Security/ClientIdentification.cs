using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Security;

/// <summary>Finds out once per connection who the client is, by its certificate. Its requests find a <see cref="Requester"/> among their features, or none.</summary>
internal sealed class ClientIdentification(X509Certificate2 authority, TimeProvider clock)
{
    private const string OrganizationOid = "2.5.4.10";

    // What Kubernetes counts everyone to whose certificate it trusts.
    private const string Everyone = "system:authenticated";

    public ConnectionDelegate Wrap(ConnectionDelegate next) => connection =>
    {
        if (connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate is { } certificate
            && ClientTrust.IsIssuedBy(certificate, authority, clock.GetUtcNow()))
        {
            connection.Features.Set(Describe(certificate));
        }

        return next(connection);
    };

    private static Requester Describe(X509Certificate2 certificate)
    {
        var groups = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(name => name.GetSingleElementType().Value == OrganizationOid)
            .Select(name => name.GetSingleElementValue()!);
        return new Requester(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false), [.. groups, Everyone]);
    }
}

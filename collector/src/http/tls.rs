//! TLS where the owner has given a certificate, by rustls; read again when it was renewed.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{DEFAULT_VERSIONS, ServerConfig};
use tokio_rustls::server::TlsStream;

/// Why a certificate is not taken.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file can't be read, or holds nothing of the kind.
    #[error("could not read the {what} {} ({why}); it is to be in PEM", .file.display())]
    File {
        /// Which of the two.
        what: &'static str,
        /// Where it was looked for.
        file: PathBuf,
        /// What went wrong.
        why: String,
    },
    /// The two do not belong together, or are of a kind that is not taken.
    #[error("the certificate {} can't be used with its key ({why})", .0.display(), why = .1)]
    Unusable(PathBuf, String),
}

/// The certificate and key in force.
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    acceptor: RwLock<TlsAcceptor>,
}

impl Tls {
    /// Reads a chain of certificates, the collector's own first, and its key.
    ///
    /// # Errors
    /// Where one of them can't be read, or both do not belong together.
    pub fn open(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let acceptor = RwLock::new(acceptor(certificate, key)?);
        Ok(Self { certificate: certificate.into(), key: key.into(), acceptor })
    }

    /// Reads them again, for connections from now on.
    ///
    /// # Errors
    /// As [`Tls::open`]; what was in force stays so.
    pub fn read_again(&self) -> Result<(), TlsError> {
        let fresh = acceptor(&self.certificate, &self.key)?;
        *self.acceptor.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// Agrees on keys with whoever has connected.
    pub(super) async fn greet(&self, stream: TcpStream) -> std::io::Result<TlsStream<TcpStream>> {
        let greeting = {
            let acceptor = self.acceptor.read().unwrap_or_else(PoisonError::into_inner);
            acceptor.accept(stream)
        };
        greeting.await
    }
}

fn acceptor(certificate: &Path, key: &Path) -> Result<TlsAcceptor, TlsError> {
    let file = |what, file: &Path, why: String| TlsError::File { what, file: file.into(), why };
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| file("certificate", certificate, error.to_string()))?;
    if chain.is_empty() {
        return Err(file("certificate", certificate, "there is none in it".to_owned()));
    }
    let secret = PrivateKeyDer::from_pem_file(key)
        .map_err(|error| file("certificate's key", key, error.to_string()))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(DEFAULT_VERSIONS)
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, secret))
        .map_err(|error| TlsError::Unusable(certificate.into(), error.to_string()))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
